namespace Assistant.Server.CommandLine;

/// <summary>How the command was called is wrong; the message says how to call it.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>Words and options of a command: "--name value", "--name=value", or a flag.</summary>
internal sealed class Arguments(string[] args)
{
    private readonly List<string> _left = [.. args];

    /// <summary>Takes a flag out.</summary>
    public bool Flag(string name) => _left.Remove(name);

    /// <summary>Takes an option with its value out; null if it is not there.</summary>
    public string? Option(string name)
    {
        var place = _left.FindIndex(word => word == name || word.StartsWith(name + "=", StringComparison.Ordinal));
        if (place < 0)
            return null;
        if (_left[place] != name)
        {
            var value = _left[place][(name.Length + 1)..];
            _left.RemoveAt(place);
            return value;
        }
        if (place + 1 == _left.Count)
            throw new UsageException($"{name} needs a value.");
        var next = _left[place + 1];
        _left.RemoveRange(place, 2);
        return next;
    }

    /// <summary>Options that configure the program as they do the server, e.g. --Database:Owner=...; taken out last, before the words.</summary>
    public string[] Settings()
    {
        string[] settings = [.. _left.Where(word => word.StartsWith("--", StringComparison.Ordinal) && word.Contains(':') && word.Contains('='))];
        _left.RemoveAll(settings.Contains);
        return settings;
    }

    /// <summary>What remains, which must not hold options.</summary>
    public IReadOnlyList<string> Words() =>
        _left.Find(word => word.StartsWith("--", StringComparison.Ordinal)) is { } unknown ? throw new UsageException($"{unknown} is not an option here.") : _left;
}
