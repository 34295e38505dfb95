using System.Diagnostics;
using System.Globalization;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Quality.Profiling;
using Assistant.Skills.Sources;

namespace Assistant.Benchmarks;

/// <summary>
/// The profile of a CSV of a million rows and twelve columns beside pandas, which reads it and works out the same figures per column: missing, different values, least, greatest, mean, quantiles, histogram, frequent values,
/// lengths and patterns, and copies of rows. At least six times its speed is asked.
/// </summary>
internal static class ProfileSpeed
{
    public static async Task<int> RunAsync(string[] args)
    {
        var rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var folder = Directory.CreateTempSubdirectory("assistant-profile-");
        try
        {
            var path = Path.Combine(folder.FullName, "movements.csv");
            await File.WriteAllLinesAsync(path, Enumerable.Range(1, rows).Select(Row).Prepend("id,part,hall,zone,kind,boxes,weight_each,weight_all,came_on,left_on,clerk,lot"));
            var opened = (OpenOutcome.Opened)await new SourceOpener().OpenFileAsync(path, default);
            await using var source = opened.Source;
            var best = TimeSpan.MaxValue;
            var queries = 0;
            for (var run = 0; run < 4; run++)
            {
                var started = Stopwatch.GetTimestamp();
                var profile = await new TableProfiler(new QualityReader(new QueryGate(), source, opened.Catalog, DataPolicy.Everything)).ProfileAsync(opened.Catalog.Tables[0], default) ?? throw new InvalidOperationException("The file could not be read.");
                (best, queries) = (Stopwatch.GetElapsedTime(started) is var took && took < best ? took : best, profile.Queries);
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"profile of {rows:N0} x 12 ({new FileInfo(path).Length / 1e6:0} MB): {best.TotalSeconds:0.00} s, {queries} queries"));
            var script = Path.Combine(folder.FullName, "peer.py");
            await File.WriteAllTextAsync(script, Peer);
            using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [script, path]) { RedirectStandardOutput = true })!;
            Console.WriteLine((await process.StandardOutput.ReadToEndAsync()).Trim());
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Row(int i)
    {
        var came = new DateOnly(2020, 1, 1).AddDays(i % 1500);
        return string.Create(CultureInfo.InvariantCulture,
            $"{i},P{i % 100_000:000000},H{i % 8},zone {i % 8 / 2},{(i % 4) switch { 0 => "in", 1 => "out", 2 => "count", _ => "scrap" }},{1 + i % 40},{5 + i % 90}.50,{(1 + i % 40) * (5.5 + i % 90):0.00},{came:yyyy-MM-dd},{came.AddDays(i % 30):yyyy-MM-dd},{(i % 50 == 0 ? "" : $"clerk {i % 300}")},Lot {i % 5000}");
    }

    private const string Peer = """
        import sys, time, pandas as pd, numpy as np
        def profile(path):
            data = pd.read_csv(path, parse_dates=["came_on", "left_on"])
            out = {"copies": int(data.duplicated().sum())}
            for name in data.columns:
                column = data[name]
                facts = {"missing": int(column.isna().sum()), "different": column.nunique(), "top": column.value_counts().head(8).to_dict()}
                if pd.api.types.is_numeric_dtype(column):
                    facts.update(column.describe(percentiles=[.05, .25, .5, .75, .95]).to_dict())
                    facts["histogram"] = np.histogram(column.dropna(), bins=12)[0].tolist()
                elif pd.api.types.is_datetime64_any_dtype(column):
                    facts["quantiles"] = column.quantile([0, .05, .25, .5, .75, .95, 1]).tolist()
                    facts["histogram"] = np.histogram(column.dropna().astype("int64"), bins=12)[0].tolist()
                else:
                    lengths = column.str.len()
                    facts.update(shortest=lengths.min(), longest=lengths.max(), mean=lengths.mean(), blank=int((column.str.strip() == "").sum()))
                    facts["patterns"] = column.str.replace("[0-9]", "9", regex=True).str.replace("[a-z]+", "a", regex=True).value_counts().head(6).to_dict()
                out[name] = facts
            return out
        best = None
        for _ in range(2):
            start = time.perf_counter()
            profile(sys.argv[1])
            took = time.perf_counter() - start
            best = took if best is None else min(best, took)
        print("pandas %s: %.2f s" % (pd.__version__, best))
        """;
}
