using Assistant.Skills.Sources.DuckDb.Engine;

return FileEngineHost.IsAsked(args) ? await FileEngineHost.RunAsync() : 0;
