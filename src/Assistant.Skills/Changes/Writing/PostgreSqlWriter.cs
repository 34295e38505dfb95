using System.Text.RegularExpressions;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.PostgreSql;
using Npgsql;

namespace Assistant.Skills.Changes.Writing;

/// <summary>
/// Writes an order to a PostgreSQL table in one statement of one transaction: a row is changed only where every old value still stands, and
/// all rows are, or none.
/// </summary>
internal sealed partial class PostgreSqlWriter(string connectionString)
{
    private const int KeysTold = 20;

    /// <param name="begun">Is told the transaction's number before anything is written and before the end is asked for.</param>
    public async Task<WriteOutcome> WriteAsync(WriteOrder order, Func<long, Task> begun, CancellationToken cancellationToken)
    {
        var ending = false;
        try
        {
            await using var connection = new NpgsqlConnection(Ours(connectionString));
            await connection.OpenAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using (var first = new NpgsqlCommand("SET LOCAL statement_timeout = '300s'; SET LOCAL lock_timeout = '15s'; SELECT txid_current()", connection, transaction))
                await begun((long)(await first.ExecuteScalarAsync(cancellationToken))!);
            await using (var update = Command(Update(order), order, connection, transaction))
                if (await update.ExecuteNonQueryAsync(cancellationToken) is var changed && changed != order.Rows.Count)
                {
                    await transaction.RollbackAsync(cancellationToken);
                    return await MismatchAsync(order, Math.Abs(order.Rows.Count - changed), connection, cancellationToken);
                }
            ending = true;
            await transaction.CommitAsync(CancellationToken.None);
            return new WriteOutcome.Written();
        }
        catch (PostgresException refused) when (!refused.IsTransient || refused.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return new WriteOutcome.Refused(Words(refused));
        }
        catch (NpgsqlException lost)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ending ? new WriteOutcome.Unknown("The connection was lost at the very end.") : new WriteOutcome.Unreachable(PostgreSqlFailure.Unreachable(lost));
        }
    }

    /// <summary>What became of a transaction by its number; where it is too old to be known, the rows tell.</summary>
    public async Task<WriteFate> FateAsync(long? transactionId, WriteOrder order, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(Ours(connectionString));
        await connection.OpenAsync(cancellationToken);
        if (transactionId is not { } number)
            return WriteFate.NotWritten;   // the number is kept before the first row is written
        await using var ask = new NpgsqlCommand("SELECT txid_status($1)", connection) { Parameters = { new() { Value = number } } };
        switch (await ask.ExecuteScalarAsync(cancellationToken) as string)
        {
            case "committed": return WriteFate.Written;
            case "aborted": return WriteFate.NotWritten;
            case "in progress": return WriteFate.StillRunning;
        }
        async Task<long> CountAsync(bool asNew)
        {
            await using var count = Command($"SELECT count(*) FROM {Name(order.Table)} AS t, {Stage(order)} AS s WHERE {Keys(order)} AND {Stands(order, asNew ? "n" : "o")}", order, connection, null);
            return (long)(await count.ExecuteScalarAsync(cancellationToken))!;
        }
        var (old, changed) = (await CountAsync(asNew: false), await CountAsync(asNew: true));
        return changed > 0 && old == 0 ? WriteFate.Written : changed == 0 ? WriteFate.NotWritten : WriteFate.Unclear;
    }

    /// <summary>Who would write, and why these credentials will not do; null where they do.</summary>
    public async Task<(string Account, string? Problem)> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(Ours(connectionString));
            await connection.OpenAsync(cancellationToken);
            await using var ask = new NpgsqlCommand(
                "SELECT current_user::text, EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND has_any_column_privilege(c.oid, 'UPDATE'))",
                connection);
            await using var reader = await ask.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            var account = reader.GetString(0);
            return (account, reader.GetBoolean(1) ? null : $"The user {account} may change no table. Give it the right first: GRANT SELECT, UPDATE ON a_table TO {account};");
        }
        catch (NpgsqlException failure)
        {
            return ("", PostgreSqlFailure.Unreachable(failure));
        }
    }

    private static async Task<WriteOutcome> MismatchAsync(WriteOrder order, int missed, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var ask = Command(
            $"SELECT concat_ws(', ', {string.Join(", ", order.Keys.Select((_, i) => $"s.k{i}"))}), count(*) OVER () FROM {Stage(order)} AS s WHERE (SELECT count(*) FROM {Name(order.Table)} AS t WHERE {Keys(order)} AND {Stands(order, "o")}) <> 1 LIMIT {KeysTold}",
            order, connection, null);
        var (keys, count) = (new List<string>(), missed);
        await using var reader = await ask.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(reader.GetString(0));
            count = (int)reader.GetInt64(1);
        }
        return new WriteOutcome.Mismatch(keys, count);
    }

    private static string Update(WriteOrder order) => $"""
        UPDATE {Name(order.Table)} AS t
        SET {string.Join(", ", order.Columns.Select((c, i) => $"{Name(c.Name)} = CASE WHEN s.c{i} THEN s.n{i}::{Cast(c)} ELSE t.{Name(c.Name)} END"))}
        FROM {Stage(order)} AS s
        WHERE {Keys(order)} AND {Stands(order, "o")}
        """;

    private static string Keys(WriteOrder order) => string.Join(" AND ", order.Keys.Select((k, i) => $"t.{Name(k.Name)} = s.k{i}::{Cast(k)}"));

    private static string Stands(WriteOrder order, string side) => string.Join(" AND ", order.Columns.Select((c, i) => $"(NOT s.c{i} OR t.{Name(c.Name)} IS NOT DISTINCT FROM s.{side}{i}::{Cast(c)})"));

    private static string Stage(WriteOrder order)
    {
        var parts = order.Keys.Select((_, i) => $"k{i}").Concat(order.Columns.SelectMany((_, i) => new[] { $"c{i}", $"o{i}", $"n{i}" })).ToList();
        return $"(SELECT * FROM unnest({string.Join(", ", parts.Select(p => $"@{p}"))}) AS u({string.Join(", ", parts)}))";
    }

    private static NpgsqlCommand Command(string sql, WriteOrder order, NpgsqlConnection connection, NpgsqlTransaction? transaction)
    {
        var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 330 };
        for (var i = 0; i < order.Keys.Count; i++)
            command.Parameters.Add(new NpgsqlParameter<string[]>($"k{i}", [.. order.Rows.Select(r => r.Key[i])]));
        for (var i = 0; i < order.Columns.Count; i++)
        {
            command.Parameters.Add(new NpgsqlParameter<bool[]>($"c{i}", [.. order.Rows.Select(r => r.Cells[i] is not null)]));
            command.Parameters.Add(new NpgsqlParameter<string?[]>($"o{i}", [.. order.Rows.Select(r => r.Cells[i]?.Old)]));
            command.Parameters.Add(new NpgsqlParameter<string?[]>($"n{i}", [.. order.Rows.Select(r => r.Cells[i]?.New)]));
        }
        return command;
    }

    /// <summary>Without length or digits: a cast with them would cut silently, where assigning refuses.</summary>
    private static string Cast(CatalogColumn column)
    {
        var bare = Modifiers().Replace(column.NativeType, "");
        return bare switch { "character" => "bpchar", "character varying" => "text", _ => bare };
    }

    private static string Words(PostgresException refused) => refused.SqlState switch
    {
        PostgresErrorCodes.ForeignKeyViolation => $"A new value is not in the table it refers to (constraint {refused.ConstraintName}). Nothing was written.",
        PostgresErrorCodes.UniqueViolation => $"A new value stands in another row already, which the database does not allow (constraint {refused.ConstraintName}). Nothing was written.",
        PostgresErrorCodes.CheckViolation => $"A new value breaks a rule of the database (constraint {refused.ConstraintName}). Nothing was written.",
        PostgresErrorCodes.NotNullViolation => $"The column {refused.ColumnName} may not be empty. Nothing was written.",
        PostgresErrorCodes.StringDataRightTruncation => "A new text is longer than its column takes. Nothing was written.",
        PostgresErrorCodes.InsufficientPrivilege => $"The account for writing may not do this ({refused.MessageText}). Nothing was written; give it the right to SELECT and UPDATE this table.",
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled => "Somebody else is changing these rows at the moment. Nothing was written; try again.",
        ['2', '2', ..] => "A new value does not fit its column's type. Nothing was written.",
        _ => $"The database refused it: {refused.MessageText}. Nothing was written.",
    };

    private static string Name(TableName table) => table.Schema is null ? Name(table.Name) : $"{Name(table.Schema)}.{Name(table.Name)}";

    private static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Ours(string connection) => new NpgsqlConnectionStringBuilder(connection)
    {
        ApplicationName = "assistant changes", Pooling = false, IncludeErrorDetail = false, PersistSecurityInfo = false, Enlist = false, Timeout = 10,
    }.ConnectionString;

    [GeneratedRegex(@"\([\d, ]+\)")] private static partial Regex Modifiers();
}
