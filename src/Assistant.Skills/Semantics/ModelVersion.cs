namespace Assistant.Skills.Semantics;

/// <summary>The model that questions are answered with.</summary>
/// <param name="Number">0 before anybody published one.</param>
public sealed record PublishedModel(int Number, SemanticModel Model)
{
    public static PublishedModel None { get; } = new(0, SemanticModel.Empty);
}

/// <summary>A line of a model's history.</summary>
/// <param name="Changes">What was edited, in sentences.</param>
public sealed record ModelVersion(int Number, IReadOnlyList<string> Changes, string Note, string MadeBy, DateTimeOffset MadeAt, string SchemaVersion);

/// <summary>Edits that are not published yet.</summary>
/// <param name="Base">The version it was begun from.</param>
public sealed record ModelDraft(SemanticModel Model, IReadOnlyList<string> Changes, int Base, string ChangedBy, DateTimeOffset ChangedAt);

/// <summary>How publishing ended.</summary>
public abstract record PublishOutcome
{
    private PublishOutcome() { }

    public sealed record Published(int Number) : PublishOutcome;

    /// <param name="Reason">For the person, with what to do.</param>
    public sealed record Refused(string Reason) : PublishOutcome;
}
