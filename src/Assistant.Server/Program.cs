using Assistant.Skills;
using Assistant.Web;
using Radzen;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAssistantSkills();
builder.Services.AddRazorComponents().AddInteractiveServerComponents();
builder.Services.AddRadzenComponents();

var app = builder.Build();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
app.Run();

public partial class Program;
