namespace Assistant.Web.Chat;

/// <summary>A file beside the question: on its way, ready, or refused.</summary>
public sealed class Attachment(string name, long size) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public string Name { get; } = name;
    public long Size { get; } = size;
    public int Percent { get; set; }
    public bool Ready { get; set; }

    /// <summary>Why it was refused, in words.</summary>
    public string? Problem { get; set; }

    public CancellationToken Stopped => _stop.Token;

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}

/// <summary>A source the person may ask.</summary>
public sealed record SourceChoice(Guid Id, string Name);

/// <summary>What became of an upload: a source to ask, or why not.</summary>
public sealed record Uploaded(SourceChoice? Source, string? Problem)
{
    /// <summary>It was something else than a source, and is done with.</summary>
    public bool Taken { get; init; }
}
