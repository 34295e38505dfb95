using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Assistant.Skills.Sources.DuckDb.Engine;

/// <summary>One running engine with its pipes, its temporary folder and its limits.</summary>
internal sealed class EngineProcess : IDisposable
{
    private const string Package = "node_modules/@duckdb/node-bindings-linux-x64/libduckdb.so";
    private const long Overhead = 900_000_000;   // what the runtime and reading a workbook may take beside DuckDB's own limit
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private readonly Process _process;
    private readonly EngineFolder _folder;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly long _mostMemory;
    private bool _silent;
    private string _stopped = "The file engine ended unexpectedly while it read this file. The question can be asked again; if it happens again, the file may be damaged.";

    private EngineProcess(Process process, EngineFolder folder, EngineStart settings)
    {
        (_process, _folder, Settings) = (process, folder, settings);
        _mostMemory = settings.MemoryMegabytes * 1_000_000L + Overhead;
    }

    public EngineStart Settings { get; }

    public int Id => _process.Id;

    /// <summary>A killed process is gone from its pipes before it is gone from the system.</summary>
    public bool HasExited => _silent || _process.HasExited;

    /// <param name="sqlite">It will read SQLite files only, and needs no DuckDB.</param>
    public static EngineProcess Start(SourceOptions options, bool sqlite = false)
    {
        var library = sqlite ? "" : Library(options) ?? throw new FileEngineException(
            EngineFailureKind.Other, "The part that reads files (DuckDB) is not installed. Run ./run once more: it installs it. Or set ASSISTANT_DUCKDB_LIBRARY to libduckdb.so.");
        var folder = new EngineFolder();
        var start = Command(options);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.UseShellExecute) = (true, true, false);
        // The engine gets no secrets of the server's and no more memory than its share.
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith("ASSISTANT", StringComparison.OrdinalIgnoreCase) || n.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["DOTNET_GCHeapHardLimit"] = string.Create(CultureInfo.InvariantCulture, $"{Overhead - 200_000_000:x}");
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        return new(
            Process.Start(start)!, folder, new(library, options.EngineMemoryMegabytes, options.EngineTemporaryMegabytes, options.EngineThreads, folder.Path));
    }

    /// <summary>Sends a request and takes the answers until it is done.</summary>
    /// <exception cref="FileEngineException">It failed, died, or was ended for its time or memory.</exception>
    public async Task AskAsync(EngineFrame request, Action<EngineFrame> answer, TimeSpan limit, TimeSpan grace, CancellationToken cancellationToken)
    {
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        watch.CancelAfter(limit);
        using var finished = new CancellationTokenSource();
        var watching = WatchAsync(grace, watch.Token, finished.Token);
        try
        {
            await SendAsync(request);
            while (true)
                switch (await NextAsync())
                {
                    case null:
                        _silent = true;
                        cancellationToken.ThrowIfCancellationRequested();
                        throw watch.IsCancellationRequested ? TooLong(limit) : new FileEngineException(EngineFailureKind.Other, _stopped);
                    case { Kind: FrameKind.Done }:
                        return;
                    case { Kind: FrameKind.Failed } failed:
                        cancellationToken.ThrowIfCancellationRequested();
                        var failure = failed.Read<EngineFailure>();
                        throw failure.Kind is EngineFailureKind.Stopped ? TooLong(limit) : new FileEngineException(failure.Kind, failure.Message);
                    case { } frame:
                        answer(frame);
                        break;
                }
        }
        finally
        {
            await finished.CancelAsync();
            await watching;
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
        _writing.Dispose();
        _folder.Dispose();
    }

    private static FileEngineException TooLong(TimeSpan limit) =>
        new(EngineFailureKind.TooCostly, string.Create(CultureInfo.InvariantCulture, $"It was stopped after {limit.TotalSeconds:0} seconds."));

    private async Task<EngineFrame?> NextAsync()
    {
        try
        {
            return await EngineFrame.NextAsync(_process.StandardOutput.BaseStream, CancellationToken.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task SendAsync(EngineFrame frame)
    {
        await _writing.WaitAsync();
        try
        {
            await frame.WriteAsync(_process.StandardInput.BaseStream, CancellationToken.None);
        }
        catch (IOException)
        {
            // The process is gone; reading from it says so.
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Asks the engine to stop when it is time, ends it when it does not, and ends it when it takes too much memory.</summary>
    private async Task WatchAsync(TimeSpan grace, CancellationToken stop, CancellationToken finished)
    {
        var asked = 0L;
        while (!finished.IsCancellationRequested && !_process.HasExited)
        {
            if (stop.IsCancellationRequested && asked == 0)
            {
                asked = Stopwatch.GetTimestamp();
                await SendAsync(new(FrameKind.Cancel, []));
            }
            if (asked != 0 && Stopwatch.GetElapsedTime(asked) > grace)
                Kill();
            _process.Refresh();
            if (!_process.HasExited && _process.WorkingSet64 > _mostMemory)
            {
                _stopped = "Reading this needed more memory than the file engine may use.";
                Kill();
            }
            using var either = CancellationTokenSource.CreateLinkedTokenSource(finished, asked == 0 ? stop : CancellationToken.None);
            await Task.Delay(asked == 0 ? Look : TimeSpan.FromMilliseconds(50), either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>The program that the settings name, else this one: it knows the argument; else the server's program beside it.</summary>
    private static ProcessStartInfo Command(SourceOptions options)
    {
        var (running, own) = (Environment.ProcessPath!, Assembly.GetEntryAssembly());
        var ours = own?.GetName().Name is { } name && name.StartsWith("Assistant.", StringComparison.Ordinal);
        var program = options.EngineCommand is { Length: > 0 } named ? named
            : ours && Path.GetFileNameWithoutExtension(running) == own!.GetName().Name ? running
            : ours ? own!.Location : Path.Combine(AppContext.BaseDirectory, "Assistant.Server.dll");
        var runtime = Path.GetFileName(running) == "dotnet" ? running : "dotnet";
        return program.EndsWith(".dll", StringComparison.Ordinal)
            ? new(runtime, ["exec", program, FileEngineHost.Argument]) : new(program, [FileEngineHost.Argument]);
    }

    internal static string? Library(SourceOptions options)
    {
        if (options.DuckDbLibrary is { Length: > 0 } named)
            return File.Exists(named) ? named : null;
        foreach (var start in new[] { AppContext.BaseDirectory, Directory.GetCurrentDirectory() })
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
                if (Path.Combine(folder.FullName, Package) is var path && File.Exists(path))
                    return path;
        return null;
    }
}
