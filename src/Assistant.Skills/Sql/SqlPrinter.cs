using System.Text;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sql;

/// <summary>
/// Writes a syntax tree as text of a dialect. Parenthesizes more than the engines need, so that no difference in operator precedence
/// between them can change a meaning.
/// </summary>
public static class SqlPrinter
{
    /// <param name="lines">One clause a line, for people; else all on one.</param>
    public static string Print(Query query, SqlDialect dialect, bool lines = false)
    {
        var writer = new SqlWriter(dialect, lines);
        writer.Query(query);
        return writer.ToString();
    }

    public static string Print(Expression expression, SqlDialect dialect)
    {
        var writer = new SqlWriter(dialect, lines: false);
        writer.Expression(expression);
        return writer.ToString();
    }
}

/// <summary>The state of one printing. One file each for queries, FROM, expressions and calls.</summary>
internal sealed partial class SqlWriter(SqlDialect dialect, bool lines)
{
    private readonly StringBuilder _text = new(256);
    private int _indent;

    public override string ToString() => _text.ToString();

    private void Name(string name) => SqlNames.AppendName(_text, name, dialect);

    private void Path(SqlList<string> path)
    {
        for (var i = 0; i < path.Count; i++)
        {
            if (i > 0)
                _text.Append('.');
            Name(path[i]);
        }
    }

    private void Text(string value) => SqlNames.AppendText(_text, value, dialect);

    private void Names(SqlList<string> names)
    {
        _text.Append('(');
        List(names, Name);
        _text.Append(')');
    }

    private void List<T>(SqlList<T> items, Action<T> write)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                _text.Append(", ");
            write(items[i]);
        }
    }

    private void Clause(string words)
    {
        Break();
        _text.Append(words).Append(' ');
    }

    private void Break()
    {
        if (lines)
            _text.Append('\n').Append(' ', 2 * _indent);
        else
            _text.Append(' ');
    }

    /// <summary>A sub-query in parentheses, on lines of its own when printing lines.</summary>
    private void Parenthesized(Query query)
    {
        _text.Append('(');
        _indent++;
        if (lines)
            Break();
        Query(query);
        _indent--;
        if (lines)
            Break();
        _text.Append(')');
    }
}
