using Assistant.Testing;
using Npgsql;

namespace Assistant.Skills.Tests.Storage;

public class IsolationTests
{
    /// <summary>Tables that belong to no organization: which server processes live. Anything else needs a reason here.</summary>
    internal static readonly string[] OfNobody = ["server_processes"];

    [Fact]
    public async Task Every_table_with_an_organization_forces_row_level_security_on_its_owner_too()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        Assert.Equal(string.Join(", ", OfNobody), await database.ScalarAsync(
            """
            SELECT string_agg(c.relname, ', ' ORDER BY c.relname) FROM pg_class c
            WHERE c.relnamespace = 'assistant'::regnamespace AND c.relkind IN ('r', 'p')
              AND NOT (c.relrowsecurity AND c.relforcerowsecurity
                       AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'organization'))
            """));
    }

    [Fact]
    public async Task Without_an_organization_the_application_sees_no_row_and_makes_none()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var connection = await database.Storage.OpenAsync(default);
        Assert.Equal(0L, await ScalarAsync(connection, "SELECT count(*) FROM users"));
        await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(connection,
            "INSERT INTO organizations (id, name) VALUES (gen_random_uuid(), 'new')"));
    }

    [Fact]
    public async Task A_pooled_connection_forgets_the_organization_it_worked_for()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using (var tenant = await database.Storage.OpenAsync(database.Ours.OrganizationId, default))
        {
            Assert.Equal(1L, await ScalarAsync(tenant.Connection, "SELECT count(*) FROM users"));
            await tenant.CommitAsync(default);
        }
        await using var next = await database.Storage.OpenAsync(default);
        Assert.Equal(0L, await ScalarAsync(next, "SELECT count(*) FROM users"));
    }

    [Theory]
    [InlineData("CREATE TABLE mine (id int)")]
    [InlineData("CREATE TABLE assistant.mine (id int)")]
    [InlineData("CREATE TABLE public.mine (id int)")]
    [InlineData("CREATE TEMPORARY TABLE mine (id int)")]
    [InlineData("CREATE SCHEMA mine")]
    [InlineData("CREATE FUNCTION app.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'")]
    [InlineData("CREATE ROLE mine")]
    [InlineData("ALTER TABLE users DISABLE ROW LEVEL SECURITY")]
    [InlineData("ALTER TABLE users NO FORCE ROW LEVEL SECURITY")]
    [InlineData("DROP POLICY organization ON users")]
    [InlineData("CREATE POLICY mine ON users USING (true)")]
    [InlineData("ALTER ROLE assistant_app BYPASSRLS")]
    [InlineData("SET ROLE postgres")]
    [InlineData("SELECT * FROM app.secrets")]
    [InlineData("SELECT * FROM app.migrations")]
    [InlineData("SELECT app.isolate('users')")]
    [InlineData("SET row_security = off; SELECT * FROM users")]
    [InlineData("TRUNCATE users")]
    [InlineData("COPY users TO PROGRAM 'cat'")]
    public async Task The_application_cannot_bypass_the_isolation_or_make_objects(string sql)
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var connection = await database.OpenAsApplicationAsync();
        await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(connection, sql));
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
