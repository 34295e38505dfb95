using Assistant.Skills.Sources.Gate;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Sources;

/// <summary>
/// The one door to data: parses, knows names and rights, weaves the policy in, bounds rows and cost. What runs is the tree it
/// understood, printed anew, never the text it was given. Safe for many threads.
/// </summary>
public sealed class QueryGate
{
    private readonly GatedCatalogs _catalogs = new();

    /// <summary>Judges a text without touching the source. Never throws for any text.</summary>
    public GateVerdict Admit(string sql, GateScope scope)
    {
        var (catalog, policy, limits) = scope;
        return SqlParser.Parse(sql, catalog.Dialect, limits.MaxLength, limits.MaxDepth) switch
        {
            ParseOutcome.Parsed parsed => Judge(parsed.Query, _catalogs.For(catalog, policy), limits),
            ParseOutcome.Failed failed => new GateVerdict.Refused(failed.Kind switch
            {
                ParseFailure.NotARead => new QueryOutcome.NotARead(failed.Why),
                ParseFailure.TooLarge => new QueryOutcome.TooCostly(failed.Why),
                _ => new QueryOutcome.NotUnderstood($"{failed.Why} (at character {failed.Position + 1})"),
            }),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Judges and, if admitted, runs.</summary>
    public Task<QueryOutcome> ReadAsync(ISource source, string sql, GateScope scope, CancellationToken cancellationToken) =>
        Admit(sql, scope) switch
        {
            GateVerdict.Admitted admitted => source.ReadAsync(admitted.Query, cancellationToken),
            GateVerdict.Refused refused => Task.FromResult(refused.Outcome),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static GateVerdict Judge(Sql.Syntax.Query query, GatedCatalog catalog, GateLimits limits)
    {
        try
        {
            var resolver = new QueryResolver(catalog, limits);
            var resolved = RowLimits.Apply(resolver.Resolve(query), limits.MaxRows, catalog.Dialect);
            var sql = SqlPrinter.Print(resolved, catalog.Dialect);
            return new GateVerdict.Admitted(new(sql, resolver.Tables, resolver.Columns, limits));
        }
        catch (RefusedException refused)
        {
            return new GateVerdict.Refused(refused.Outcome);
        }
        catch (InsufficientExecutionStackException)
        {
            return new GateVerdict.Refused(new QueryOutcome.TooCostly("The query is nested too deeply."));
        }
    }
}

public abstract record GateVerdict
{
    private GateVerdict() { }

    public sealed record Admitted(AdmittedQuery Query) : GateVerdict;

    public sealed record Refused(QueryOutcome Outcome) : GateVerdict;
}
