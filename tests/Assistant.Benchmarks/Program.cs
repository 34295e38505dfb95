using Assistant.Benchmarks;
using Assistant.Skills.Sources.DuckDb.Engine;
using BenchmarkDotNet.Running;

if (FileEngineHost.IsAsked(args))
    return await FileEngineHost.RunAsync();
switch (args)
{
    case ["turns", .. var rest]:
        return await TurnLatency.RunAsync(rest);
    case ["plan", .. var rest]:
        return await QuestionPlanning.RunAsync(rest);
    case ["reconcile", .. var rest]:
        return await Reconciling.RunAsync(rest);
    case ["start", .. var rest]:
        return await ServerStart.RunAsync(rest);
    case ["changes", .. var rest]:
        return await ChangeSpeed.RunAsync(rest);
    case ["rules", .. var rest]:
        return await RuleScans.RunAsync(rest);
    case ["profile", .. var rest]:
        return await ProfileSpeed.RunAsync(rest);
    case ["workbooks", .. var rest]:
        return await WorkbookSpeed.RunAsync(rest);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
