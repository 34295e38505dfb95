namespace Assistant.Skills.Sources;

/// <summary>The one door to data: parses, knows names and rights, weaves the policy in, bounds rows and time.</summary>
public sealed class QueryGate
{
    /// <summary>Judges a text without touching the source. Never throws for any text.</summary>
    public GateVerdict Admit(string sql, GateScope scope) => throw new NotSupportedException(sql + scope);

    /// <summary>Judges and, if admitted, runs.</summary>
    public Task<QueryOutcome> ReadAsync(ISource source, string sql, GateScope scope, CancellationToken cancellationToken) =>
        Admit(sql, scope) switch
        {
            GateVerdict.Admitted admitted => source.ReadAsync(admitted.Query, cancellationToken),
            GateVerdict.Refused refused => Task.FromResult(refused.Outcome),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}

public abstract record GateVerdict
{
    private GateVerdict() { }

    public sealed record Admitted(AdmittedQuery Query) : GateVerdict;

    public sealed record Refused(QueryOutcome Outcome) : GateVerdict;
}
