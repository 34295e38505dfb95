using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Questions.Compiling;

/// <summary>Puts a table's alias before the columns of an expression that names them alone.</summary>
internal sealed class AliasedColumns(string alias) : TreeRewriter
{
    public Expression Of(Expression expression) => Rewrite(expression);

    protected override Expression Rewrite(Expression expression) =>
        expression is ColumnReference { Path: [var name] } ? Make.Column(alias, name) : base.Rewrite(expression);

    // A formula has no query in it; the gate's try of it saw to that.
    protected override Query Rewrite(Query query) => query;
}
