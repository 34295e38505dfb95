using System.Text.Json;
using System.Text.Json.Serialization;

namespace Assistant.Evals.Nl2Sql;

/// <summary>A line of a question file; see the README of the question sets for the fields.</summary>
internal sealed record QuestionLine(
    string Id, string Engine, string Db, string? Database, [property: JsonPropertyName("pg_database")] string? PgDatabase,
    string Question, IReadOnlyList<string>? History, string? Chart)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<QuestionLine> ReadAll(string path) =>
        [.. File.ReadLines(path).Where(l => l.Length > 0).Select(l => JsonSerializer.Deserialize<QuestionLine>(l, Options)!)];
}
