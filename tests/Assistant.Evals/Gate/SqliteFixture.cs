using System.Security.Cryptography;
using Assistant.Skills.Sources;
using Assistant.Testing;

namespace Assistant.Evals.Gate;

internal sealed class SqliteFixture(SqliteFile file) : IAsyncDisposable
{
    public static async Task<Fixture> OpenAsync(CancellationToken cancellationToken)
    {
        var file = new SqliteFile(Fixture.Common);
        return await new SourceOpener().OpenFileAsync(file.Path, cancellationToken) switch
        {
            OpenOutcome.Opened opened => new(opened.Catalog, opened.Source, () => ChecksumAsync(file.Path), new SqliteFixture(file)),
            OpenOutcome.Refused refused => throw new InvalidOperationException(refused.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public ValueTask DisposeAsync()
    {
        file.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<string> ChecksumAsync(string path) =>
        "file\t" + Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path)));
}
