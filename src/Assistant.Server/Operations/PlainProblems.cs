using System.Data.Common;
using System.Text.Json;
using Assistant.Skills.Access;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Assistant.Server.Operations;

/// <summary>The one place where unforeseen exceptions of HTTP requests become an answer: in words, without their text or stack.</summary>
internal sealed class PlainProblems(IProblemDetailsService problems) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        var (status, title, detail) = exception switch
        {
            PermissionDeniedException denied => (StatusCodes.Status403Forbidden, "You are not allowed to do this", denied.Message),
            BadHttpRequestException { InnerException: JsonException { Path: { Length: > 2 and < 200 } path } } bad => (bad.StatusCode, "The request could not be read", $"Check what stands in its JSON at {path}: its type, its spelling, and that nothing is left out."),
            BadHttpRequestException bad => (bad.StatusCode, "The request could not be read", "Check its parameters and the JSON of its body."),
            DbException or TimeoutException => (StatusCodes.Status503ServiceUnavailable, "The assistant's database is away", "Try again in a moment."),
            OperationCanceledException when context.RequestAborted.IsCancellationRequested => (499, "The request was cancelled", ""),
            _ => (StatusCodes.Status500InternalServerError, "Something went wrong", "The assistant itself failed. Try again, and tell an administrator if it stays."),
        };
        context.Response.StatusCode = status;
        return problems.TryWriteAsync(new() { HttpContext = context, ProblemDetails = new ProblemDetails { Status = status, Title = title, Detail = detail } });
    }
}
