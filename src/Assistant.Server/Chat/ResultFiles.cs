using System.Text;
using System.Text.RegularExpressions;
using Assistant.Server.Access;
using Assistant.Skills.Access;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Export;

using Results = Assistant.Skills.Conversation.Results;

namespace Assistant.Server.Chat;

/// <summary>Results as files, read again with the viewer's rights; no cell of them is a formula.</summary>
public static partial class ResultFiles
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapResultFiles(this IEndpointRouteBuilder api) =>
        api.MapGet("/results/{id:guid}/file", TakeAsync).Require(Permission.ReadData).WithTags("Results").WithName("TakeResult")
            .WithSummary("The rows of a result as a file, CSV or XLSX, read with your rights.");

    private static async Task<IResult> TakeAsync(Guid id, string? format, string? name, CurrentCaller current, Results results, CancellationToken cancelled)
    {
        if (format is not (null or "csv" or "xlsx"))
            return TypedResults.Problem("Ask for csv or xlsx.", title: "There is no such format", statusCode: StatusCodes.Status400BadRequest);
        if (await results.ExportAsync(current.Caller, id, format ?? "csv", cancelled) is not QueryOutcome.Rows { Table: var table })
            return TypedResults.Problem("The rows cannot be read: the result is gone, or your rights or the source have changed. Ask the question again.",
                title: "There is nothing to take", statusCode: StatusCodes.Status404NotFound);
        var file = FileName(name);
        if (format != "xlsx")
            return TypedResults.Stream(async stream =>
            {
                await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
                await CsvExport.WriteAsync(table, writer, cancelled);
            }, "text/csv; charset=utf-8", $"{file}.csv");
        var buffer = new MemoryStream();   // the format is written back and forth, which a response cannot be
        XlsxExport.Write(table, file, buffer);
        buffer.Position = 0;
        return TypedResults.Stream(buffer, Xlsx, $"{file}.xlsx");
    }

    /// <summary>A title as a file name that every system takes.</summary>
    internal static string FileName(string? title)
    {
        var clean = NotInNames().Replace(title ?? "", " ").Trim().Trim('.');
        return clean.Length == 0 ? "result" : clean.Length <= 80 ? clean : clean[..80].TrimEnd();
    }

    [GeneratedRegex(@"[\\/:*?""<>|\p{C}]+")] private static partial Regex NotInNames();
}
