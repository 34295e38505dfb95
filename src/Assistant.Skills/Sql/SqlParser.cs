using Assistant.Skills.Sql.Parsing;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sql;

public enum ParseFailure
{
    NotUnderstood,

    /// <summary>A statement that writes, locks, changes settings or otherwise is no query.</summary>
    NotARead,

    /// <summary>Longer, or nested deeper, than is allowed.</summary>
    TooLarge,
}

/// <summary>How reading a text ended.</summary>
public abstract record ParseOutcome
{
    private ParseOutcome() { }

    public sealed record Parsed(Query Query) : ParseOutcome;

    /// <param name="Why">In words for a person.</param>
    /// <param name="Position">Where in the text, from 0.</param>
    public sealed record Failed(ParseFailure Kind, string Why, int Position) : ParseOutcome;
}

/// <summary>Reads one query. Never throws and never hangs, whatever the text.</summary>
public static class SqlParser
{
    public const int DefaultMaxLength = 100_000;
    public const int DefaultMaxDepth = 100;

    public static ParseOutcome Parse(string sql, SqlDialect dialect, int maxLength = DefaultMaxLength, int maxDepth = DefaultMaxDepth) =>
        Read<ParseOutcome>(sql, dialect, maxLength, maxDepth, parser => new ParseOutcome.Parsed(parser.Statement()), failed => failed);

    /// <summary>Reads a condition or another single expression, e.g. a row filter; null when it is none.</summary>
    public static Expression? ParseExpression(string sql, SqlDialect dialect) =>
        Read<Expression?>(sql, dialect, DefaultMaxLength, DefaultMaxDepth, parser => parser.WholeExpression(), _ => null);

    /// <summary>Reads a type as an engine's catalog writes it; null when it is none of the known forms.</summary>
    public static TypeName? ParseType(string type, SqlDialect dialect) =>
        Read<TypeName?>(type, dialect, 1000, DefaultMaxDepth, parser => parser.WholeType(), _ => null);

    private static T Read<T>(
        string sql, SqlDialect dialect, int maxLength, int maxDepth, Func<Parser, T> read, Func<ParseOutcome.Failed, T> failed)
    {
        if (sql.Length > maxLength)
            return failed(new(ParseFailure.TooLarge, $"The query is longer than {maxLength} characters.", 0));
        try
        {
            return read(new(new Lexer(sql, dialect, maxDepth).Read(), dialect, maxDepth));
        }
        catch (SqlSyntaxException wrong)
        {
            return failed(new(wrong.Kind, wrong.Message, wrong.Position));
        }
        catch (InsufficientExecutionStackException)
        {
            return failed(new(ParseFailure.TooLarge, "The query is nested too deeply.", 0));
        }
    }
}
