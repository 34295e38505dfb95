using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Assistant.Skills.Sources;

namespace Assistant.Evals.Gate;

/// <summary>
/// assistant eval gate --corpus FILE --out FILE: judges every line of a security corpus by the product's gate and, what it admits, by
/// the product's source; then looks whether any table changed.
/// </summary>
internal static class GateEval
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (Option(args, "--corpus") is not { } corpus || Option(args, "--out") is not { } output)
        {
            await Console.Error.WriteLineAsync("usage: assistant eval gate --corpus FILE --out FILE");
            return 2;
        }
        if (!File.Exists(corpus))
        {
            await Console.Error.WriteLineAsync($"There is no file {corpus}.");
            return 2;
        }
        var cases = (await File.ReadAllLinesAsync(corpus, cancellationToken)).Where(l => l.Trim().Length > 0)
            .Select(l => JsonSerializer.Deserialize<GateCase>(l, Json)!).ToList();
        var lines = new Dictionary<string, GateLine>();
        var unchanged = true;
        foreach (var engine in cases.GroupBy(c => c.Engine))
        {
            await using var fixture = await Fixture.OpenAsync(engine.Key, cancellationToken);
            var before = fixture.Checksum is null ? null : await fixture.Checksum();
            foreach (var one in engine)
                lines[one.Id] = await JudgeAsync(one, fixture, cancellationToken);
            if (before is null)
                continue;
            var same = before == await fixture.Checksum!();
            unchanged &= same;
            Console.WriteLine($"{engine.Key}: {before.Count(c => c == '\n') + 1} checksums of the fixture {(same ? "are unchanged" : "HAVE CHANGED")}");
        }
        await File.WriteAllLinesAsync(output, cases.Select(c => JsonSerializer.Serialize(lines[c.Id], Json)), cancellationToken);
        Console.WriteLine($"{cases.Count} lines: {lines.Values.Count(l => l.Verdict == "block")} block, {lines.Values.Count(l => l.Verdict == "allow")} allow");
        return unchanged ? 0 : 1;
    }

    private static string? Option(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

    private static async Task<GateLine> JudgeAsync(GateCase one, Fixture fixture, CancellationToken cancellationToken)
    {
        var scope = new GateScope(fixture.Catalog, DataPolicy.Everything, new GateLimits { Timeout = TimeSpan.FromSeconds(10) });
        var started = Stopwatch.GetTimestamp();
        switch (new QueryGate().Admit(one.Input, scope))
        {
            case GateVerdict.Refused refused:
                return new(one.Id, "block", "gate: " + Told(refused.Outcome));
            case GateVerdict.Admitted admitted when fixture.Source is { } source:
                var outcome = await source.ReadAsync(admitted.Query, cancellationToken);
                var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
                // A result that had to be cut was stopped at the row or memory limit.
                return outcome is QueryOutcome.Rows { Table: { Completeness: Completeness.Complete } table }
                    ? new(one.Id, "allow", $"{table.Rows.Count} rows in {elapsed:0.0} s")
                    : outcome is QueryOutcome.Rows cut
                    ? new(one.Id, "block", $"executor after {elapsed:0.0} s: cut after {cut.Table.Rows.Count} rows")
                    : new(one.Id, "block", $"executor after {elapsed:0.0} s: {Told(outcome)}");
            case GateVerdict.Admitted admitted:
                return new(one.Id, "allow", "gate, no source of this engine here: " + admitted.Query.Sql);
            default:
                throw new UnreachableException();
        }
    }

    private static string Told(QueryOutcome outcome) => outcome switch
    {
        QueryOutcome.NotAllowed refused => $"not allowed: {refused.What}",
        QueryOutcome.NotModelled unknown => $"not known: {unknown.Name}" + (unknown.Nearest is { } nearest ? $", nearest {nearest}" : ""),
        QueryOutcome.NotARead refused => $"not a read: {refused.Why}",
        QueryOutcome.TooCostly refused => $"too costly: {refused.Why}",
        QueryOutcome.NotUnderstood refused => $"not understood: {refused.Why}",
        QueryOutcome.EngineFailed failed => $"engine: {failed.Message}",
        _ => outcome.GetType().Name,
    };
}
