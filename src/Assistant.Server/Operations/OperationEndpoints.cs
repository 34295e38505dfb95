using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Assistant.Server.Operations;

/// <summary>What machines ask of the server: does it live, can it work, what does its API look like.</summary>
internal static class OperationEndpoints
{
    public static void MapOperations(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready").AllowAnonymous();
        app.MapOpenApi("/api/{documentName}/openapi.json").AllowAnonymous();
    }
}
