using System.Text.Json;
using System.Text.Json.Serialization;

namespace Assistant.Evals.Nl2Sql;

/// <summary>A line of a question file; see the README of the question sets for the fields.</summary>
internal sealed record QuestionLine(
    string Id, string Engine, string Db, string? Database, [property: JsonPropertyName("pg_database")] string? PgDatabase,
    string Question, IReadOnlyList<string>? History, string? Chart)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>"refuse" where the data cannot answer.</summary>
    public string? Expect { get; init; }

    [JsonPropertyName("gold_sql")]
    public string? GoldSql { get; init; }

    [JsonPropertyName("gold_alternatives")]
    public IReadOnlyList<string>? GoldAlternatives { get; init; }

    /// <summary>For each accepted query the lengths of runs of rows that are tied under its order.</summary>
    [JsonPropertyName("order_ties")]
    public IReadOnlyList<IReadOnlyList<int>?>? OrderTies { get; init; }

    /// <summary>Other rows that a limit may as well have kept.</summary>
    [JsonPropertyName("limit_ties")]
    public IReadOnlyList<JsonElement>? LimitTies { get; init; }

    public static IReadOnlyList<QuestionLine> ReadAll(string path) =>
        [.. File.ReadLines(path).Where(l => l.Length > 0).Select(l => JsonSerializer.Deserialize<QuestionLine>(l, Options)!)];
}
