using Assistant.Web.Shared;
using Assistant.Web.Sources;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;

namespace Assistant.Web.Chat;

public sealed partial class Composer : IAsyncDisposable
{
    private readonly List<Attachment> _files = [];
    private ElementReference _form;
    private ElementReference _below;
    private IJSObjectReference? _module;
    private IJSObjectReference? _keys;
    private string? _early;   // written before the script was there
    private IJSObjectReference? _view;
    private DotNetObjectReference<Composer>? _self;
    private bool _whenReady;   // sent while a file was still on its way

    private bool Uploading => _files.Any(f => f is { Ready: false, Problem: null });

    [Inject] private IJSRuntime Script { get; set; } = null!;

    /// <summary>An answer is being made.</summary>
    [Parameter] public bool Busy { get; set; }

    /// <summary>What a screen reader is told, once for each step.</summary>
    [Parameter] public string Status { get; set; } = "";
    [Parameter] public IReadOnlyList<SourceChoice> Sources { get; set; } = [];
    [Parameter] public Guid? SourceId { get; set; }
    [Parameter] public EventCallback<Guid?> SourceChanged { get; set; }

    /// <summary>Takes a question; false if it could not be asked, so that the words stay.</summary>
    [Parameter] public Func<string, Task<bool>> Sent { get; set; } = _ => Task.FromResult(false);
    [Parameter] public EventCallback Stopped { get; set; }
    [Parameter] public EventCallback<string> Commanded { get; set; }
    [Parameter] public Func<string, Stream, CancellationToken, Task<Uploaded>>? Upload { get; set; }

    private SourceChoice? Chosen => Sources.FirstOrDefault(s => s.Id == SourceId);

    [JSInvokable]
    public async Task<bool> SubmitAsync(string text)
    {
        _whenReady = Uploading;
        if (_whenReady) StateHasChanged();
        var sent = !Busy && !_whenReady && await Sent(text);
        if (sent)
        {
            _files.ForEach(f => f.Dispose());
            _files.Clear();
            StateHasChanged();
            await ScrollDownAsync();
        }
        return sent;
    }

    [JSInvokable] public Task CommandAsync(string command) => Commanded.InvokeAsync(command);

    /// <summary>Puts words into the composer, for the person to change and send.</summary>
    public async Task WriteAsync(string text)
    {
        _early = _keys is null ? text : null;
        if (_keys is not null) await _keys.InvokeVoidAsync("set", text);
    }

    public async Task ScrollDownAsync()
    {
        if (_view is not null) await _view.InvokeVoidAsync("down");
    }

    public async ValueTask DisposeAsync()
    {
        _files.ForEach(f => f.Dispose());
        try
        {
            foreach (var part in new[] { _keys, _view })
            {
                if (part is null) continue;
                await part.InvokeVoidAsync("stop");
                await part.DisposeAsync();
            }
            if (_module is not null) await _module.DisposeAsync();
        }
        catch (JSDisconnectedException) { }   // the page is gone, and its scripts with it
        _self?.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        try
        {
            _self = DotNetObjectReference.Create(this);
            _module = await Script.InvokeAsync<IJSObjectReference>("import", "./_content/Assistant.Web/composer.js");
            _keys = await _module.InvokeAsync<IJSObjectReference>("start", _form, _self);
            _view = await _module.InvokeAsync<IJSObjectReference>("follow", _below);
            if (_early is { } text) await WriteAsync(text);
        }
        catch (JSDisconnectedException) { }   // the page is gone, and its scripts with it
    }

    private void Remove(Attachment file)
    {
        file.Dispose();
        _files.Remove(file);
        _whenReady &= Uploading;   // what was to be asked of it stays written
    }

    private async Task TakeAsync(InputFileChangeEventArgs chosen)
    {
        const int most = 10;
        var files = chosen.GetMultipleFiles(int.MaxValue).Take(most).Select(file => (file, new Attachment(file.Name, file.Size))).ToList();
        _files.AddRange(files.Select(f => f.Item2));
        foreach (var (file, attachment) in files)
            await UploadAsync(file, attachment);
        if (!_whenReady || Uploading) return;
        _whenReady = false;
        // The words as they stand now: they may have been changed since. A file that was refused is told of first.
        if (_files.TrueForAll(f => f.Problem is null) && _keys is not null) await _keys.InvokeVoidAsync("send");
    }

    private async Task UploadAsync(IBrowserFile file, Attachment attachment)
    {
        if (Upload is null || file.Size > FileDrop.Largest)
        {
            attachment.Problem = Upload is null ? Say["Files can’t be taken here."] : Say["{0} is more than the {1} that can be uploaded.", Bytes.Words(file.Size), Bytes.Words(FileDrop.Largest)];
            return;
        }
        try
        {
            await using var stream = new CountedStream(file.OpenReadStream(FileDrop.Largest, attachment.Stopped), read => Progressed(attachment, read));
            var uploaded = await Upload(file.Name, stream, attachment.Stopped);
            (attachment.Ready, attachment.Problem) = (uploaded.Source is not null, uploaded.Problem);
            if (uploaded.Taken) Remove(attachment);
            if (uploaded.Source is { } source) await SourceChanged.InvokeAsync(source.Id);
        }
        catch (OperationCanceledException) { }   // the person took it away
        catch (IOException)
        {
            attachment.Problem = Say["The upload broke off. Choose the file again."];
        }
        StateHasChanged();
    }

    private void Progressed(Attachment file, long read)
    {
        var percent = file.Size > 0 ? (int)Math.Min(100, 100 * read / file.Size) : 100;
        if (percent == file.Percent) return;
        file.Percent = percent;
        _ = InvokeAsync(StateHasChanged);
    }
}
