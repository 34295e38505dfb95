using System.Diagnostics;
using System.Globalization;
using Assistant.Skills.Sources;
using Assistant.Skills.Workbooks.Checking;
using Assistant.Skills.Workbooks.Layout;
using Assistant.Skills.Workbooks.Xlsx;

namespace Assistant.Benchmarks;

/// <summary>
/// What a fill-in workbook costs to write (1,000,000 x 12 with styles, drop-downs and limits, seals and signature) and to read back (100,000 x 12), beside
/// XlsxWriter and openpyxl on the same machine with the same rows. At least twenty times their speed is asked, and at most 100 MB to write.
/// </summary>
internal static class WorkbookSpeed
{
    private const int PageRows = 5_000;
    private static readonly string[] Makers = ["Lindqvist", "Ansel", "Brandt", "Hydralis", "Velta"], Halls = ["H1", "H2", "H3", "H4"];
    private static readonly byte[] Key = new byte[32];

    public static async Task<int> RunAsync(string[] args)
    {
        var (write, read, runs) = (Number(args, "--write", 1_000_000), Number(args, "--read", 100_000), Number(args, "--runs", 3));
        var python = args.Contains("--no-python") ? null : Place(args, "--python") ?? "/usr/bin/python3";
        var folder = Directory.CreateTempSubdirectory("assistant-workbooks-");
        try
        {
            var (small, large) = (Path.Combine(folder.FullName, "small.xlsx"), Path.Combine(folder.FullName, "large.xlsx"));
            await WriteAsync(small, 20_000);   // so that the first run is not the compiler's
            var best = await BestAsync(runs, () => WriteAsync(large, write));
            Console.WriteLine($"write {write:N0} x 12: {best}, {new FileInfo(large).Length / 1e6:0.0} MB on disk, most memory of this process {Peak() / 1e6:0} MB");
            await WriteAsync(small, read);
            ReadCells(small);
            var cells = await BestAsync(runs, () => ReadCells(small));
            var whole = await BestAsync(runs, () => ReadWhole(small));
            Console.WriteLine($"read {read:N0} x 12: {cells}; with signature, types and seals checked: {whole}");
            if (python is not null)
            {
                Console.WriteLine(await PythonAsync(python, folder.FullName, "write.py", Writer, [write.ToString(CultureInfo.InvariantCulture), Path.Combine(folder.FullName, "peer.xlsx")]));
                Console.WriteLine(await PythonAsync(python, folder.FullName, "read.py", Reader, [small]));
            }
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static WorkbookLayout Layout()
    {
        static WorkbookColumn Column(string name, DataType type, ColumnRole role, params CellRule[] rules) => new(new(name, type.ToString(), type), role, new HashSet<string>(), rules, "");
        List<WorkbookColumn> columns =
        [
            Column("id", DataType.Integer, ColumnRole.Key), Column("name", DataType.Text, ColumnRole.Shown),
            Column("maker", DataType.Text, ColumnRole.Fill, new CellRule.Listed("One of the known makers", true, Makers)), Column("hall", DataType.Text, ColumnRole.Fill, new CellRule.Listed("A hall", true, Halls)),
            Column("load_kg", DataType.Number, ColumnRole.Fill, new CellRule.Within("From 1 to 9000", true, "1", "9000", false)), Column("price", DataType.Number, ColumnRole.Fill, new CellRule.Typed("A number", DataType.Number, 12, 2)),
            Column("boxes", DataType.Integer, ColumnRole.Fill, new CellRule.Typed("A whole number", DataType.Integer)), Column("built_on", DataType.Date, ColumnRole.Fill, new CellRule.Within("From 2000 on", true, "2000-01-01", null, true)),
            Column("checked_at", DataType.Timestamp, ColumnRole.Fill), Column("active", DataType.Boolean, ColumnRole.Fill), Column("serial", DataType.Text, ColumnRole.Fill, new CellRule.Long("5 to 12 characters", true, 5, 12)), Column("note", DataType.Text, ColumnRole.Fill),
        ];
        var table = new CatalogTable(new("public", "cranes"), [.. columns.Select(c => c.Column)], ["id"]);
        return new(Guid.Empty, Guid.Empty, Guid.Empty, "Benchmark", table, "Cranes", columns, OnlyMissing: false, [], "a benchmark", DateTimeOffset.UnixEpoch);
    }

    private static async IAsyncEnumerable<IReadOnlyList<object?[]>> PagesAsync(int rows)
    {
        await Task.CompletedTask;
        for (var from = 0; from < rows; from += PageRows)
            yield return [.. Enumerable.Range(from, Math.Min(PageRows, rows - from)).Select(Row)];
    }

    private static object?[] Row(int i) =>
    [
        (long)i, $"Crane {i}", i % 7 == 0 ? null : Makers[i % 5], Halls[i % 4], 100m + i % 8000 / 4m, 12.25m + i % 1000, (long)(i % 40), new DateOnly(2001, 1, 1).AddDays(i % 8000),
        new DateTime(2024, 1, 1).AddSeconds(i), i % 3 == 0, $"SN{i % 100_000:000000}", i % 5 == 0 ? "checked by hand" : null,
    ];

    private static async Task WriteAsync(string path, int rows)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        await FillInWriter.WriteAsync(file, Layout(), [new(2, Makers), new(3, Halls)], PagesAsync(rows), Key, default);
    }

    private static void ReadCells(string path)
    {
        using var file = File.OpenRead(path);
        using var reader = XlsxReader.Open(file);
        var cells = 0L;
        foreach (var (_, row, count) in reader.Rows("cranes"))
            for (var i = 0; i < count; i++)
                cells += row[i].Content is CellContent.Empty ? 0 : 1;
        if (cells == 0)
            throw new InvalidOperationException("Nothing was read.");
    }

    private static void ReadWhole(string path)
    {
        using var file = File.OpenRead(path);
        if (ReturnedWorkbook.Read(file, Guid.Empty, Key).Rows.Any(r => !r.Untouched))
            throw new InvalidOperationException("A row is not what was written.");
    }

    /// <summary>The best of several runs: by the clock, and by what the processor did for it, which others on the machine do not lengthen.</summary>
    private static async Task<string> BestAsync(int runs, Func<Task> work)
    {
        var (clock, processor) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var i = 0; i < runs; i++)
        {
            var (started, used) = (Stopwatch.GetTimestamp(), Used());
            await work();
            (clock, processor) = (Min(clock, Stopwatch.GetElapsedTime(started)), Min(processor, Used() - used));
        }
        return string.Create(CultureInfo.InvariantCulture, $"{clock.TotalSeconds:0.00} s ({processor.TotalSeconds:0.00} s of the processor)");
    }

    private static Task<string> BestAsync(int runs, Action work) => BestAsync(runs, () =>
    {
        work();
        return Task.CompletedTask;
    });

    private static TimeSpan Used()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private static async Task<string> PythonAsync(string python, string folder, string name, string script, string[] args)
    {
        var path = Path.Combine(folder, name);
        await File.WriteAllTextAsync(path, script);
        using var process = Process.Start(new ProcessStartInfo(python, [path, .. args]) { RedirectStandardOutput = true })!;
        var told = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? told.Trim() : $"{name} did not run: install python3-xlsxwriter and python3-openpyxl, or name another Python by --python.";
    }

    private static int Number(string[] args, string option, int otherwise) => Place(args, option) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static string? Place(string[] args, string option) => Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

    private const string Writer = """
        import sys, time, resource, datetime, xlsxwriter
        rows, path = int(sys.argv[1]), sys.argv[2]
        makers, halls = ["Lindqvist", "Ansel", "Brandt", "Hydralis", "Velta"], ["H1", "H2", "H3", "H4"]
        start = time.perf_counter()
        book = xlsxwriter.Workbook(path, {"constant_memory": True})
        sheet = book.add_worksheet("cranes")
        locked = book.add_format({"locked": True, "border": 1, "bg_color": "#F4F4F2"})
        text = book.add_format({"locked": False, "border": 1, "num_format": "@"})
        number = book.add_format({"locked": False, "border": 1, "num_format": "0.00"})
        day = book.add_format({"locked": False, "border": 1, "num_format": "yyyy-mm-dd"})
        moment = book.add_format({"locked": False, "border": 1, "num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 11, 14)
        for c, head in enumerate(["id", "name", "maker", "hall", "load_kg", "price", "boxes", "built_on", "checked_at", "active", "serial", "note"]):
            sheet.write_string(0, c, head, locked)
        first, begin = datetime.datetime(2001, 1, 1), datetime.datetime(2024, 1, 1)
        for i in range(rows):
            r = i + 1
            sheet.write_number(r, 0, i, locked)
            sheet.write_string(r, 1, "Crane %d" % i, locked)
            if i % 7: sheet.write_string(r, 2, makers[i % 5], text)
            else: sheet.write_blank(r, 2, None, text)
            sheet.write_string(r, 3, halls[i % 4], text)
            sheet.write_number(r, 4, 100 + i % 8000 / 4, number)
            sheet.write_number(r, 5, 12.25 + i % 1000, number)
            sheet.write_number(r, 6, i % 40, number)
            sheet.write_datetime(r, 7, first + datetime.timedelta(days=i % 8000), day)
            sheet.write_datetime(r, 8, begin + datetime.timedelta(seconds=i), moment)
            sheet.write_boolean(r, 9, i % 3 == 0, text)
            sheet.write_string(r, 10, "SN%06d" % (i % 100000), text)
            if i % 5: sheet.write_blank(r, 11, None, text)
            else: sheet.write_string(r, 11, "checked by hand", text)
        sheet.data_validation(1, 2, rows, 2, {"validate": "list", "source": makers})
        sheet.data_validation(1, 3, rows, 3, {"validate": "list", "source": halls})
        sheet.data_validation(1, 4, rows, 4, {"validate": "decimal", "criteria": "between", "minimum": 1, "maximum": 9000})
        sheet.data_validation(1, 10, rows, 10, {"validate": "length", "criteria": "between", "minimum": 5, "maximum": 12})
        sheet.protect()
        sheet.autofilter(0, 0, rows, 11)
        book.close()
        print("XlsxWriter %s, write %s x 12: %.1f s (%.1f s of the processor), most memory %.0f MB" % (xlsxwriter.__version__, format(rows, ","), time.perf_counter() - start, time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000))
        """;

    private const string Reader = """
        import sys, time, openpyxl
        start = time.perf_counter()
        book = openpyxl.load_workbook(sys.argv[1], read_only=True)
        cells = rows = 0
        for row in book["cranes"].iter_rows(values_only=True):
            rows += 1
            cells += sum(1 for value in row if value is not None)
        print("openpyxl %s, read %s x 12: %.2f s (%.2f s of the processor), %d cells" % (openpyxl.__version__, format(rows - 1, ","), time.perf_counter() - start, time.process_time(), cells))
        """;
}
