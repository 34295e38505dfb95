using Assistant.Skills.Access;
using Assistant.Skills.Sources;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Tasks;

/// <summary>Who tasks can be given to: the enabled people of the organization, as far as they may read the data that a task is about.</summary>
public sealed class TaskPeople(Database database, Callers callers, DataSources sources)
{
    public async Task<IReadOnlyList<TaskPerson>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return (await tenant.Connection.QueryAsync<TaskPerson>(new(
            "SELECT id, name FROM users WHERE organization_id = @OrganizationId AND NOT disabled AND email <> @agents ORDER BY name, id",
            new { caller.OrganizationId, agents = ServiceAccount.Email }, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Those that a name may mean: by the whole name, else by its first or last word.</summary>
    public static IReadOnlyList<TaskPerson> Named(IReadOnlyList<TaskPerson> people, string said)
    {
        var name = said.Trim();
        var whole = people.Where(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase)).ToList();
        return whole.Count > 0 ? whole : [.. people.Where(p => p.Name.Split(' ').Any(word => string.Equals(word, name, StringComparison.OrdinalIgnoreCase)))];
    }

    /// <summary>Whether somebody may see the data of a place: a task about what they may not see would tell them of it.</summary>
    public async Task<bool> MayReadAsync(Caller caller, Guid userId, Guid sourceId, TableName table, CancellationToken cancellationToken) =>
        await callers.FindAccountAsync(caller.OrganizationId, userId, cancellationToken) is { Caller: var person } && person.May(Permission.ReadData)
        && await sources.OpenAsync(person, sourceId, cancellationToken) is { } source && !source.Policy.HiddenTables.Contains(table);
}
