using Assistant.Skills.Access;
using Assistant.Skills.Sources.Connections;
using Assistant.Skills.Sources.PostgreSql;

namespace Assistant.Skills.Sources;

/// <summary>How refreshing ended.</summary>
public abstract record RefreshOutcome
{
    private RefreshOutcome() { }

    public sealed record Refreshed(DataSource Source, IReadOnlyList<SchemaChange> Changes) : RefreshOutcome;

    public sealed record Refused(string Reason) : RefreshOutcome;
}

/// <summary>The data sources of organizations: connect, list, open, refresh, delete. Credentials go in and never come out.</summary>
public sealed class DataSources(SourceRows rows, OpenSources open, SourceProfiling profiling, SourceFiles files, Policies policies, SourcePeople people)
{
    private const string Gone = "This source is not there any more.";
    private const string NoProject = "There is no such project. Choose another one, or leave it out.";

    public async Task<IReadOnlyList<DataSource>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var all = await rows.ListAsync(caller.OrganizationId, cancellationToken);
        foreach (var row in all)
            ContinueProfiling(row);
        var hidden = await people.HiddenFromAsync(caller, cancellationToken);
        return [.. all.Where(row => !hidden.Contains(row.Id)).Select(row => row.ToInfo())];
    }

    /// <summary>Null when the caller's organization has no such source.</summary>
    public async Task<DataSource?> GetAsync(Caller caller, Guid id, CancellationToken cancellationToken) =>
        (await HeadAsync(caller, id, cancellationToken))?.ToInfo();

    /// <summary>Checks that the source can be reached and read, keeps it, and gathers its statistics in the background.</summary>
    public async Task<ConnectOutcome> ConnectAsync(Caller caller, NewSource wanted, CancellationToken cancellationToken)
    {
        var project = wanted.ProjectId ?? caller.OrganizationId;
        if (!await people.SeesProjectAsync(caller, project, cancellationToken))
            return new ConnectOutcome.Refused(NoProject);
        caller.RequireIn(Permission.ManageSources, project);
        switch (wanted)
        {
            case NewSource.PostgreSql p:
                return await ConnectPostgreSqlAsync(caller, project, p.Name, PostgreSqlAddress.Build(p), cancellationToken);
            case NewSource.PostgreSqlText p:
                return await ConnectPostgreSqlAsync(caller, project, p.Name, p.ConnectionString, cancellationToken);
            case NewSource.ServerFile f:
                return files.MayRead(f.Path)
                    ? await ConnectFileAsync(caller, project, Guid.CreateVersion7(), f.Name, f.Path, cancellationToken)
                    : new ConnectOutcome.Refused("There is no such file in the folders that this server may read. Upload the file, or ask who runs the server to allow its folder (Files:Folders).");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Takes a file into the project that is open to everybody.</summary>
    public Task<ConnectOutcome> UploadAsync(Caller caller, string fileName, Stream content, CancellationToken cancellationToken) =>
        UploadAsync(caller, fileName, content, null, cancellationToken);

    /// <summary>Takes a CSV, TSV, JSON, Parquet, XLSX or SQLite file. What cannot be read is refused with the reason, and not kept.</summary>
    /// <param name="projectId">Into which project; null for the one open to everybody.</param>
    public async Task<ConnectOutcome> UploadAsync(Caller caller, string fileName, Stream content, Guid? projectId, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        var project = projectId ?? caller.OrganizationId;
        if (!await people.SeesProjectAsync(caller, project, cancellationToken))
            return new ConnectOutcome.Refused(NoProject);
        var id = Guid.CreateVersion7();
        if (await files.SaveAsync(caller.OrganizationId, id, fileName, content, cancellationToken) is not { } path)
            return new ConnectOutcome.Refused("The file is larger than this server takes. Load it into a database and connect that, or upload a part of it.");
        var outcome = await ConnectFileAsync(caller, project, id, Path.GetFileNameWithoutExtension(fileName), path, cancellationToken);
        if (outcome is ConnectOutcome.Refused)
            files.Delete(caller.OrganizationId, id);
        return outcome;
    }

    /// <summary>Ready for questions by this caller; null when the caller's organization has no such source.</summary>
    public async Task<OpenedSource?> OpenAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        if (await HeadAsync(caller, id, cancellationToken) is not { } head)
            return null;
        ContinueProfiling(head);
        if (open.Find(head) is not { } opened)
        {
            if (await rows.FindAsync(caller.OrganizationId, id, whole: true, cancellationToken) is not { } row)
                return null;
            opened = open.Open(row);
        }
        if (await profiling.KeepChangeAsync(caller.OrganizationId, id, opened.Source, opened.Catalog, cancellationToken))
            return await OpenAsync(caller, id, cancellationToken);
        return new(opened.Source, opened.Catalog, await policies.ForAsync(caller, id, cancellationToken), head.ToInfo());
    }

    /// <summary>Looks at the source's structure again, tells what changed, and gathers its statistics anew in the background.</summary>
    public async Task<RefreshOutcome> RefreshAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, id);
        return await HeadAsync(caller, id, cancellationToken) is null
            ? new RefreshOutcome.Refused(Gone) : await RefreshAsync(caller.OrganizationId, id, cancellationToken);
    }

    /// <summary>The same without a person: for the schedule.</summary>
    internal async Task<RefreshOutcome> RefreshAsync(Guid organizationId, Guid id, CancellationToken cancellationToken)
    {
        if (await rows.FindAsync(organizationId, id, whole: true, cancellationToken) is not { } row)
            return new RefreshOutcome.Refused(Gone);
        var outcome = row.SourceKind is SourceKind.PostgreSql
            ? await open.Opener.OpenPostgresAsync(open.Connection(row), cancellationToken)
            : await open.Opener.OpenFileAsync(open.Connection(row), row.LookedAtWhole, cancellationToken);
        if (outcome is OpenOutcome.Refused refused)
        {
            await rows.SaveStateAsync(organizationId, id, SourceState.Failing, refused.Reason, cancellationToken);
            return new RefreshOutcome.Refused(refused.Reason);
        }
        var opened = (OpenOutcome.Opened)outcome;
        await opened.Source.DisposeAsync();
        var before = CatalogJson.Read<SourceCatalog>(row.Catalog);
        var changes = SchemaDiff.Between(before, opened.Catalog);
        if (!await rows.SaveCatalogAsync(
            organizationId, id, CatalogJson.KeepStatistics(before, opened.Catalog), SourceState.Profiling, changes, opened.Reading, cancellationToken))
            return new RefreshOutcome.Refused(Gone);
        await open.ForgetAsync(id);
        profiling.Ask(organizationId, id);
        return new RefreshOutcome.Refreshed((await rows.FindAsync(organizationId, id, whole: false, cancellationToken))!.ToInfo(), changes);
    }

    /// <summary>Forgets the source and deletes an uploaded file; false when it was not there. Who uploaded a file may delete it.</summary>
    public async Task<bool> DeleteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        if (await HeadAsync(caller, id, cancellationToken) is not { } row)
            return false;
        if (row.CreatedBy != caller.UserId)
            caller.RequireOn(Permission.ManageSources, id);
        if (!await rows.DeleteAsync(caller, id, cancellationToken))
            return false;
        await open.ForgetAsync(id);
        files.Delete(caller.OrganizationId, id);
        return true;
    }

    /// <summary>Null where the caller's organization has no such source, and where the caller may not use it: both are told alike.</summary>
    private async Task<StoredSource?> HeadAsync(Caller caller, Guid id, CancellationToken cancellationToken) =>
        (await people.HiddenFromAsync(caller, cancellationToken)).Contains(id) ? null : await rows.FindAsync(caller.OrganizationId, id, whole: false, cancellationToken);

    private async Task<ConnectOutcome> ConnectPostgreSqlAsync(Caller caller, Guid project, string name, string connection, CancellationToken cancellationToken)
    {
        var outcome = await open.Opener.OpenPostgresAsync(connection, cancellationToken);
        if (outcome is not OpenOutcome.Opened { Source: PostgreSqlSource source } opened)
            return new ConnectOutcome.Refused(((OpenOutcome.Refused)outcome).Reason);
        await using (source)
        {
            var address = PostgreSqlAddress.Words(connection);
            return await KeepAsync(caller, project, new()
            {
                Id = Guid.CreateVersion7(), Name = Named(name, address.Database), Kind = nameof(SourceKind.PostgreSql), Address = address.Text,
                Note = await source.WarningAsync(cancellationToken),
            }, connection, opened.Catalog, cancellationToken);
        }
    }

    private async Task<ConnectOutcome> ConnectFileAsync(Caller caller, Guid project, Guid id, string name, string path, CancellationToken cancellationToken)
    {
        var outcome = await open.Opener.OpenFileAsync(path, cancellationToken);
        if (outcome is not OpenOutcome.Opened opened)
            return new ConnectOutcome.Refused(((OpenOutcome.Refused)outcome).Reason);
        await using (opened.Source)
            return await KeepAsync(caller, project, new()
            {
                Id = id, Name = Named(name, Path.GetFileNameWithoutExtension(path)), Kind = opened.Kind.ToString(), Address = Path.GetFileName(path),
                Bytes = new FileInfo(path).Length, Reading = opened.Reading,
            }, Path.GetFullPath(path), opened.Catalog, cancellationToken);
    }

    private async Task<ConnectOutcome> KeepAsync(
        Caller caller, Guid project, StoredSource row, string connection, SourceCatalog catalog, CancellationToken cancellationToken)
    {
        row.ProjectId = project;
        row.State = nameof(SourceState.Profiling);
        row.Connection = open.Close(connection, caller.OrganizationId, row.Id);
        row.Catalog = CatalogJson.Write(catalog);
        await rows.AddAsync(caller, row, cancellationToken);
        profiling.Ask(caller.OrganizationId, row.Id);
        return new ConnectOutcome.Connected((await GetAsync(caller, row.Id, cancellationToken))!);
    }

    /// <summary>A server that stopped in the middle left sources without statistics: whoever looks at them next has it continued.</summary>
    private void ContinueProfiling(StoredSource row)
    {
        if (row.State == nameof(SourceState.Profiling))
            profiling.Ask(row.OrganizationId, row.Id);
    }

    private static string Named(string name, string otherwise) => name.Trim() is { Length: > 0 } given ? given : otherwise;
}
