using Microsoft.Extensions.Options;

namespace Assistant.Skills.Sources.Connections;

/// <summary>Uploaded files on the server's disk, one folder each, and which other files of the server may be read.</summary>
public sealed class SourceFiles(IOptions<DataOptions> data, IOptions<SourceOptions> options)
{
    private string Root => Path.Combine(data.Value.Root, "files");

    /// <summary>Writes an upload to its own folder; null when it is larger than allowed, and nothing is kept then.</summary>
    internal async Task<string?> SaveAsync(Guid organizationId, Guid id, string fileName, Stream content, CancellationToken cancellationToken)
    {
        var folder = Folder(organizationId, id);
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var path = Path.Combine(folder, SafeName(fileName));
        var whole = false;
        try
        {
            await using var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            var buffer = new byte[1 << 17];
            long total = 0;
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if ((total += read) > options.Value.MaxUploadMegabytes * 1_000_000L)
                    return null;
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
            whole = true;
            return path;
        }
        finally
        {
            if (!whole)
                Delete(organizationId, id);
        }
    }

    internal void Delete(Guid organizationId, Guid id)
    {
        if (Directory.Exists(Folder(organizationId, id)))
            Directory.Delete(Folder(organizationId, id), recursive: true);
    }

    /// <summary>Files in the data folder's samples and in the folders that the settings name; links are followed before it is decided.</summary>
    internal bool MayRead(string path)
    {
        if (!File.Exists(path))
            return false;
        var real = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        return options.Value.Folders.Append(Path.Combine(data.Value.Root, "samples"))
            .Any(folder => real.StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + (Path.GetFullPath(folder) == "/" ? "" : "/"), StringComparison.Ordinal));
    }

    private string Folder(Guid organizationId, Guid id) => Path.Combine(Root, organizationId.ToString("N"), id.ToString("N"));

    /// <summary>Letters, digits and a few signs: the name becomes part of a path and of the engine's SQL.</summary>
    private static string SafeName(string fileName)
    {
        var name = new string([.. Path.GetFileName(fileName.Replace('\\', '/')).Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or ' ' ? c : '_')]).Trim('.', ' ');
        return name.Length == 0 ? "data" : name.Length > 120 ? name[^120..] : name;
    }
}
