using Assistant.Testing;

namespace Assistant.Skills.Tests.Sql;

/// <summary>A test on the public measuring data, which is no part of the repository.</summary>
public class BenchFactAttribute : FactAttribute
{
    public BenchFactAttribute()
    {
        if (!Bench.Exists)
            Skip = "The measuring data is not here. Set ASSISTANT_BENCH to its folder.";
    }
}

/// <summary>A test that asks PostgreSQL's own parser, which some distributions do not have.</summary>
public sealed class OracleTheoryAttribute : TheoryAttribute
{
    public OracleTheoryAttribute()
    {
        if (!PgQuery.IsInstalled)
            Skip = "The library libpg_query is not installed.";
    }
}

/// <summary>A test that needs both.</summary>
public sealed class OracleBenchAttribute : BenchFactAttribute
{
    public OracleBenchAttribute()
    {
        if (!PgQuery.IsInstalled)
            Skip = "The library libpg_query is not installed.";
    }
}
