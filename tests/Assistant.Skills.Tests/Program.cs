using Assistant.Skills.Sources.DuckDb.Engine;
using Assistant.Skills.Tests.Workflows;

return FileEngineHost.IsAsked(args) ? await FileEngineHost.RunAsync() : args is [FlowNode.Argument, .. var node] ? await FlowNode.RunAsync(node) : 0;
