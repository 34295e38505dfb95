namespace Assistant.Evals.Gate;

/// <summary>A line of a security corpus.</summary>
internal sealed record GateCase(string Id, string Engine, string Input);

/// <summary>A line of the answer: block or allow.</summary>
internal sealed record GateLine(string Id, string Verdict, string Why);
