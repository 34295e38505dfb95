using Assistant.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Assistant.Web.Sources;

public sealed partial class FileDrop : IDisposable
{
    /// <summary>Bytes that fit where no server says otherwise.</summary>
    public const long Largest = 2L << 30;

    private readonly CancellationTokenSource _gone = new();
    private CancellationTokenSource? _upload;
    private IBrowserFile? _file;
    private bool _over;
    private int _percent;
    private string? _problem;

    /// <summary>Bytes; a larger file belongs in a database or beside the server.</summary>
    [Parameter, EditorRequired] public long Limit { get; set; }

    /// <summary>What may be dropped, in words; null for all that can be a source.</summary>
    [Parameter] public string? Hint { get; set; }

    /// <summary>Endings that the file chooser offers.</summary>
    [Parameter] public string Accept { get; set; } = ".csv,.tsv,.txt,.json,.jsonl,.ndjson,.parquet,.xlsx,.xls,.sqlite,.sqlite3,.db";

    /// <summary>Takes the file; gives what went wrong in words, or null.</summary>
    [Parameter, EditorRequired] public Func<string, Stream, CancellationToken, Task<string?>> Taken { get; set; } = null!;

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
        _upload?.Dispose();
    }

    private void Stop() => _upload?.Cancel();

    private async Task ChosenAsync(InputFileChangeEventArgs chosen)
    {
        _over = false;
        _problem = null;
        if (chosen.File.Size > Limit)
        {
            _problem = Say["{0} is {1}. Files up to {2} can be uploaded; load larger ones into a database and connect that.",
                chosen.File.Name, Bytes.Words(chosen.File.Size), Bytes.Words(Limit)];
            return;
        }

        _file = chosen.File;
        _percent = 0;
        _upload?.Dispose();
        _upload = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
        try
        {
            await using var stream = new CountedStream(_file.OpenReadStream(Limit, _upload.Token), Progressed);
            _problem = await Taken(_file.Name, stream, _upload.Token);
        }
        catch (OperationCanceledException) when (_upload.IsCancellationRequested)
        {
            _problem = Say["Stopped. Nothing was kept."];
        }
        catch (IOException)
        {
            _problem = Say["The upload broke off. Nothing was kept; choose the file again."];
        }

        _file = null;
    }

    private void Progressed(long read)
    {
        var percent = _file is { Size: > 0 } file ? (int)(100 * read / file.Size) : 100;
        if (percent == _percent)
            return;
        _percent = percent;
        _ = InvokeAsync(StateHasChanged);
    }
}
