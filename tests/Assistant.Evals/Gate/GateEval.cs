namespace Assistant.Evals.Gate;

/// <summary>assistant eval gate --corpus FILE --out FILE: the gate's verdict for every line of a security corpus.</summary>
internal static class GateEval
{
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync("usage: assistant eval gate --corpus FILE --out FILE".AsMemory(), cancellationToken);
        return 2;
    }
}
