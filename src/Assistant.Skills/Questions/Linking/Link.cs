namespace Assistant.Skills.Questions.Linking;

/// <summary>One thing of the source that words of the question may mean: a table, a column, or a value in a column.</summary>
internal sealed record Link(SchemaTable? Table, SchemaColumn? Column, string? Value, double Score)
{
    public bool IsTable => Column is null && Value is null;
    public bool IsColumn => Column is not null && Value is null;
    public bool IsValue => Value is not null;
    public SchemaTable Owner => Column?.Table ?? Table!;

    public override string ToString() => (Value is null ? "" : $"'{Value}' in ") + (Column?.ToString() ?? Table?.ToString()) + $" {Score:0.00}";
}
