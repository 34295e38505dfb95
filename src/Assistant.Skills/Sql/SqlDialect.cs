namespace Assistant.Skills.Sql;

/// <summary>The query languages that sources speak.</summary>
public enum SqlDialect { PostgreSql, Sqlite, DuckDb, MySql, SqlServer, ClickHouse, Trino }
