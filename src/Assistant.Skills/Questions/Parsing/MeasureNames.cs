using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>Measures that columns have in their names, such as max_pressure or average_rating: they are read, not computed again.</summary>
internal static class MeasureNames
{
    public static bool Says(SchemaColumn column, MeasureFunction function) => column.Words.Any(w => function switch
    {
        MeasureFunction.Max => w is "max" or "maximum" or "highest" or "peak",
        MeasureFunction.Min => w is "min" or "minimum" or "lowest",
        MeasureFunction.Average => w is "average" or "avg" or "mean",
        MeasureFunction.Sum => w is "total" or "sum",
        MeasureFunction.Median => w is "median",
        _ => false,
    });
}
