using System.Text.Json;

namespace Assistant.Web.Access;

/// <summary>An audit entry's subject and detail as a person reads them: names instead of ids, words instead of JSON.</summary>
public static class AuditWords
{
    /// <summary>What the entry is about.</summary>
    public static string Subject(string subject, IReadOnlyDictionary<Guid, string> names) => Guid.TryParse(subject, out var id) ? Named(id, names) : subject;

    /// <summary>"rows: 12, source: Shop"; ids whose name is not known are left to the tooltip.</summary>
    public static string Detail(string json, IReadOnlyDictionary<Guid, string> names)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? string.Join(", ", document.RootElement.EnumerateObject().Select(p => (p.Name, Value: Value(p.Value, names))).Where(p => p.Value.Length > 0).Select(p => $"{Spaced(p.Name)}: {p.Value}"))
                : json;
        }
        catch (JsonException)
        {
            return json;
        }
    }

    private static string Value(JsonElement value, IReadOnlyDictionary<Guid, string> names) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.String => Guid.TryParse(value.GetString(), out var id) ? names.GetValueOrDefault(id, "") : value.GetString()!,
        JsonValueKind.True => "✓",
        JsonValueKind.False => "–",
        JsonValueKind.Array => string.Join(" · ", value.EnumerateArray().Select(v => Value(v, names)).Where(v => v.Length > 0)),
        _ => value.ToString(),
    };

    // What has no name any more is told by the first letters of its id, which the file of the trail has whole.
    private static string Named(Guid id, IReadOnlyDictionary<Guid, string> names) => names.TryGetValue(id, out var name) ? name : id.ToString()[..8];

    private static string Spaced(string name) => string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString())).Replace(" id", "", StringComparison.Ordinal);
}
