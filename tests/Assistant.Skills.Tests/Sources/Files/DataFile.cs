using System.Text;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Tests.Sources.Files;

/// <summary>A file of the test's own, opened through an engine in a child process, deleted with its folder.</summary>
internal sealed class DataFile : IAsyncDisposable
{
    /// <summary>This test assembly serves as the engine's program.</summary>
    public static SourceOptions Options { get; } = new() { EngineCommand = typeof(DataFile).Assembly.Location, EngineMemoryMegabytes = 512 };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("assistant-files");
    private OpenOutcome.Opened? _opened;

    public DataFile(string name) => Path = System.IO.Path.Combine(_folder.FullName, name);

    public DataFile(string name, byte[] content) : this(name) => File.WriteAllBytes(Path, content);

    public DataFile(string name, string content) : this(name, Encoding.UTF8.GetBytes(content))
    {
    }

    public string Path { get; }

    public ISource Source => _opened!.Source;
    public SourceCatalog Catalog => _opened!.Catalog;
    public string Assumptions => string.Join('\n', _opened!.Assumptions);

    public async Task<DataFile> OpenAsync(SourceOptions? options = null)
    {
        _opened = await new SourceOpener(options ?? Options).OpenFileAsync(Path, default) switch
        {
            OpenOutcome.Opened opened => opened,
            var other => throw new Xunit.Sdk.XunitException(other.ToString()),
        };
        return this;
    }

    public async Task<string> RefusalAsync() =>
        Assert.IsType<OpenOutcome.Refused>(await new SourceOpener(Options).OpenFileAsync(Path, default)).Reason;

    /// <summary>Columns with types on the first line, then the rows: easy to read in a test.</summary>
    public async Task<string> TableAsync(string? table = null)
    {
        var name = table ?? Catalog.Tables[0].Name.Name;
        var result = await Source.RowsAsync($"SELECT * FROM \"{name}\"");
        var lines = result.Rows.Select(row => string.Join('|', row.Select(cell => CellText.Invariant(cell) ?? "∅")));
        return string.Join('\n', [string.Join('|', Catalog.Find(new(null, name))!.Columns.Select(c => $"{c.Name}:{c.Type}")), .. lines]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_opened is not null)
            await _opened.Source.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
