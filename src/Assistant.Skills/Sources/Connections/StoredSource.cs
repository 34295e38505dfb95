using System.Text.Json;
using System.Text.Json.Serialization;
using Assistant.Skills.Sources.Files;

namespace Assistant.Skills.Sources.Connections;

/// <summary>A row of data_sources.</summary>
internal sealed class StoredSource
{
    public Guid OrganizationId { get; set; }
    public Guid Id { get; set; }
    public string Name { get; set; } = "";
    public string Kind { get; set; } = "";
    public string Address { get; set; } = "";
    public byte[] Connection { get; set; } = [];
    public string State { get; set; } = "";
    public string? Note { get; set; }
    public long? Bytes { get; set; }
    public string? Reading { get; set; }
    public string Catalog { get; set; } = "";
    public string Changes { get; set; } = "[]";
    public int Revision { get; set; }
    public int Tables { get; set; }
    public long Rows { get; set; }
    public Guid ProjectId { get; set; }
    public string Project { get; set; } = "";
    public Guid CreatedBy { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime? RefreshedAt { get; set; }
    public DateTime? ChangedAt { get; set; }

    public SourceKind SourceKind => Enum.Parse<SourceKind>(Kind);

    /// <summary>Its beginning told too little before.</summary>
    public bool LookedAtWhole => Reading is not null && CatalogJson.Read<FilePlan>(Reading).Again;

    public DataSource ToInfo() => new(
        Id, Name, SourceKind, Address, Enum.Parse<SourceState>(State), Note, Tables, Rows, Bytes,
        new(CreatedAt, TimeSpan.Zero), RefreshedAt is { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null)
    {
        ProjectId = ProjectId, Project = Project, Assumptions = Reading is null ? [] : CatalogJson.Read<FilePlan>(Reading).Assumptions,
        Changes = CatalogJson.Read<IReadOnlyList<SchemaChange>>(Changes),
        ChangedAt = ChangedAt is { } changed ? new DateTimeOffset(changed, TimeSpan.Zero) : null,
    };
}

/// <summary>Catalogs as JSON for our own database.</summary>
internal static class CatalogJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>What may be kept of a catalog: of sensitive columns no value at all.</summary>
    public static SourceCatalog WithoutSensitiveValues(SourceCatalog catalog) => catalog with
    {
        Tables = [.. catalog.Tables.Select(t => t with { Columns = [.. t.Columns.Select(Bare)] })],
    };

    /// <summary>The new structure with the figures known so far, for columns that stayed as they were.</summary>
    public static SourceCatalog KeepStatistics(SourceCatalog before, SourceCatalog after) => after with
    {
        Tables = [.. after.Tables.Select(t => before.Find(t.Name) is not { } old ? t : t with
        {
            Columns = [.. t.Columns.Select(c => old.Find(c.Name) is { } known && known.NativeType == c.NativeType
                ? c with { Type = known.Type, Statistics = known.Statistics, TextFormat = known.TextFormat, Sensitivity = known.Sensitivity } : c)],
        })],
    };

    private static CatalogColumn Bare(CatalogColumn column) => column is { Sensitivity: not Sensitivity.None, Statistics: { } statistics }
        ? column with { Statistics = statistics with { Min = null, Max = null, Average = null, TopValues = [] } } : column;
}
