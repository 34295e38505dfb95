using Assistant.Skills;
using Assistant.Web;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAssistantSkills();
builder.Services.AddAssistantWeb();

var app = builder.Build();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
app.Run();

public partial class Program;
