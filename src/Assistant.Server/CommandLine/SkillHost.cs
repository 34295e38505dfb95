using Assistant.Skills;

namespace Assistant.Server.CommandLine;

/// <summary>The skills with the server's settings, without the server: nothing runs in the background.</summary>
internal sealed class SkillHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private SkillHost(ServiceProvider services) => _services = services;

    public IServiceProvider Services => _services;

    public static SkillHost Build(Arguments arguments, params string[] settings)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = [.. settings, .. arguments.Settings()], ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddAssistantSkills();
        return new(builder.Services.BuildServiceProvider());
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
