using Assistant.Evals.Gate;
using Assistant.Evals.Nl2Sql;
using Assistant.Evals.Nl2Sql.Asking;
using Assistant.Evals.Nl2Sql.Everyday;
using Assistant.Evals.Nl2Sql.Training;
using Assistant.Evals.Quality;
using Assistant.Skills.Sources.DuckDb.Engine;

if (FileEngineHost.IsAsked(args))
    return await FileEngineHost.RunAsync();

// One line per evaluation; each takes the arguments after its name and returns the exit code.
var words = args is ["eval", .. var rest] ? rest : args;
Func<string[], CancellationToken, Task<int>>? evaluation = words.FirstOrDefault() switch
{
    "gate" => GateEval.RunAsync,
    "nl2sql" => Nl2SqlEval.RunAsync,
    "train" => TrainCommand.RunAsync,
    "asking" => AskingEval.RunAsync,
    "everyday" => EverydayEval.RunAsync,
    "quality" => QualityEval.RunAsync,
    "batches" => BatchesEval.RunAsync,
    "missing" => MissingEval.RunAsync,
    _ => null,
};
if (evaluation is null)
{
    Console.Error.WriteLine("usage: assistant eval gate|nl2sql|train|asking|everyday|quality|missing|batches ...");
    return 2;
}
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
return await evaluation(words[1..], stop.Token);
