namespace Assistant.Skills.Tests.Sources.Gate;

/// <summary>
/// Writes queries over orders(id, tenant, customer_id, total, status) and customers(id, tenant, name, email) as text, in the part of
/// SQL that SQLite and PostgreSQL share: joins, sub-queries, common tables, set operations, windows, aliases of every kind.
/// </summary>
internal sealed class RandomQueries(int seed, string schema)
{
    private readonly Random _random = new(seed);
    private readonly List<(string Name, string[] Columns)> _common = [];
    private int _names;

    public string Next()
    {
        _common.Clear();
        _names = 0;
        if (Chance(3))
            return Set(2) + " ORDER BY 1";
        if (!Chance(3))
            return Select(2, 3).Sql;
        var tables = Enumerable.Range(0, 1 + _random.Next(2)).Select(_ =>
        {
            // A common table may take a base table's name: then the name means it, and inside it the table.
            var (sql, columns) = Select(1, 2);
            var name = schema.Length > 0 && Chance(3) ? Pick("orders", "customers") : Fresh();
            var named = columns.Select((_, i) => $"k{i}").ToArray();
            _common.Add((name, named));
            return $"{name}({string.Join(", ", named)}) AS ({sql})";
        }).ToList();
        return $"WITH {string.Join(", ", tables)} {Select(2, 3).Sql}";
    }

    private string Set(int depth) =>
        $"{Select(depth, 1, fixedColumns: 2).Sql} {Pick("UNION", "UNION ALL", "INTERSECT", "EXCEPT")} {Select(depth, 1, fixedColumns: 2).Sql}";

    private (string Sql, string[] Columns) Select(int depth, int most, int fixedColumns = 0, string[]? outer = null)
    {
        List<string> from = [], columns = [];
        var items = 1 + _random.Next(most);
        for (var i = 0; i < items; i++)
        {
            var (text, alias, offered) = Item(depth);
            columns.AddRange(offered.Select(c => $"{alias}.{c}"));
            from.Add(i == 0 ? text
                : Chance(2) ? $"{Pick("JOIN", "LEFT JOIN")} {text} ON {Condition(columns, 0)}"
                : Chance(2) ? $"CROSS JOIN {text}" : $", {text}");
        }
        var numbers = fixedColumns > 0 ? fixedColumns : 1 + _random.Next(3);
        List<string> chosen = fixedColumns > 0
            ? [$"CAST({Pick(columns)} AS TEXT)", $"CAST({Pick(columns)} AS TEXT)"]
            : [.. Enumerable.Range(0, numbers).Select(_ => Value(columns, depth))];
        var where = Chance(2) ? $" WHERE {Condition([.. columns, .. outer ?? []], depth)}" : "";
        string sql;
        if (fixedColumns == 0 && Chance(3))
        {
            var key = Pick(columns);
            sql = $"SELECT {key} AS g, count(*) AS n, max({Pick(columns)}) AS m FROM {string.Join(' ', from)}{where} GROUP BY {key}{(Chance(2) ? " HAVING count(*) > 1" : "")}";
            return (sql.Replace(" ,", ",", StringComparison.Ordinal), ["g", "n", "m"]);
        }
        if (fixedColumns == 0 && items == 1 && depth == 2 && Chance(4))
            return ($"SELECT * FROM {from[0]}{where}", ["id"]);
        sql = $"SELECT {(Chance(4) ? "DISTINCT " : "")}{string.Join(", ", chosen.Select((c, i) => $"{c} AS c{i}"))} FROM {string.Join(' ', from)}{where}";
        return (sql.Replace(" ,", ",", StringComparison.Ordinal), [.. chosen.Select((_, i) => $"c{i}")]);
    }

    private (string Text, string Alias, string[] Columns) Item(int depth)
    {
        var alias = Fresh();
        if (_common.Count > 0 && Chance(2))
        {
            var (name, columns) = _common[_random.Next(_common.Count)];
            return ($"{name} {alias}", alias, columns);
        }
        if (depth > 0 && Chance(4))
        {
            var (sql, columns) = Select(depth - 1, 2);
            return ($"({sql}) AS {alias}", alias, columns);
        }
        return Chance(2)
            ? ($"{Pick(schema + "orders", schema + "ORDERS", schema + "\"orders\"")} {Pick("", "AS ")}{alias}", alias, ["id", "tenant", "customer_id", "total", "status"])
            : ($"{schema}customers {alias}", alias, ["id", "tenant", "name", "email"]);
    }

    private string Value(List<string> columns, int depth) => _random.Next(7) switch
    {
        0 when depth > 0 => $"(SELECT count(*) FROM {Item(0).Text})",
        1 => $"CASE WHEN {Condition(columns, 0)} THEN 1 ELSE 0 END",
        2 => $"row_number() OVER (PARTITION BY {Pick(columns)} ORDER BY {string.Join(", ", columns)})",
        3 => $"coalesce(CAST({Pick(columns)} AS TEXT), 'none')",
        _ => Pick(columns),
    };

    private string Condition(List<string> columns, int depth)
    {
        var one = $"CAST({Pick(columns)} AS TEXT)";
        return _random.Next(8) switch
        {
            0 => $"{one} = CAST({Pick(columns)} AS TEXT)",
            1 => $"{one} LIKE '%{_random.Next(10)}%'",
            2 => $"{Pick(columns)} IS {Pick("", "NOT ")}NULL",
            3 when depth > 0 => $"{one} IN (SELECT CAST(id AS TEXT) FROM {Pick("orders", "customers")})".Replace("FROM ", $"FROM {schema}", StringComparison.Ordinal),
            4 when depth > 0 => $"EXISTS ({Select(0, 1, outer: [.. columns]).Sql})",
            5 => $"NOT ({one} < '{_random.Next(10)}')",
            6 => $"({Condition(columns, 0)} OR {Condition(columns, 0)})",
            _ => $"{one} <> 'x'",
        };
    }

    private string Fresh() => $"t{_names++}";

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private string Pick(params string[] of) => of[_random.Next(of.Length)];

    private string Pick(List<string> of) => of[_random.Next(of.Count)];
}
