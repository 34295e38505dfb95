using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>What a phrase refers to, before it is settled which table or column that is.</summary>
internal sealed class Noun(Chunk? chunk)
{
    public Chunk? Chunk { get; } = chunk;

    /// <summary>The thing it is of, as in "name of the customer"; a table.</summary>
    public Noun? Owner { get; set; }
    public IReadOnlyList<MeasureFunction> Functions { get; set; } = [];
    public bool Distinct { get; set; }
    public Grain? Grain { get; set; }
    public bool Every { get; set; }

    /// <summary>Names that the column meant may have, where the question does not name it: "older" means an age.</summary>
    public IReadOnlyList<string> Hints { get; set; } = [];

    /// <summary>Values that stood right before it: the "Finance" of "Finance department".</summary>
    public Chunk? Described { get; set; }

    /// <summary>The thing spoken of right before it.</summary>
    public Noun? After { get; set; }

    /// <summary>What it was settled to be.</summary>
    public Link? Link { get; set; }

    /// <summary>For hints: the column counts the other way round, as a birth date does for an age.</summary>
    public bool Reversed { get; set; }

    /// <summary>What is ranked by is a size nobody keeps: how many belong to it, or what it comes to.</summary>
    public bool IsSize { get; set; }

    /// <summary>The days from one date to another.</summary>
    public bool IsSpan { get; set; }

    /// <summary>The average of a count or total over the things named after "per".</summary>
    public bool Averaged { get; set; }

    /// <summary>A measure that is part of a column's name: the max of "max temperature" where such a column is kept.</summary>
    public MeasureFunction? Stored { get; set; }

    public bool MayBeTable => Chunk is { } c && c.BestTable > 0 && c.BestTable >= c.BestColumn - 0.12;
    public bool MayBeColumn => Chunk is { } c && c.BestColumn > 0;
    public bool IsCount => Functions is [MeasureFunction.Count];
    public override string ToString() => $"{string.Join('+', Functions)} {Chunk?.Text ?? string.Join('/', Hints)}{(Owner is null ? "" : " of " + Owner)}".Trim();
}

internal enum ConditionKind { Compare, Between, Text, Missing, Value, Exists, InPeriod, Flag, Open, Superlative, SameAs }

/// <summary>One thing that must hold, as said.</summary>
internal sealed class Condition(ConditionKind kind)
{
    public ConditionKind Kind { get; } = kind;
    public Noun? Left { get; set; }
    public Comparison Operator { get; set; }
    public Chunk? Right { get; set; }
    public Chunk? RightEnd { get; set; }
    public Noun? RightNoun { get; set; }

    /// <summary>The average, the lowest, ... of something, as in "above the average price of ...".</summary>
    public MeasureFunction? RightFunction { get; set; }
    public List<Condition> Within { get; } = [];
    public TextMatchKind Match { get; set; }
    public bool Negated { get; set; }

    /// <summary>Conditions under one "not" share this number; 0 is none.</summary>
    public int Scope { get; set; }

    /// <summary>Holds instead of the one before it.</summary>
    public bool Or { get; set; }

    /// <summary>Holds for another row than the one before it: "both A and B".</summary>
    public bool Both { get; set; }
    public bool Descending { get; set; }

    /// <summary>The rows it holds for, where a plan of its own finds them.</summary>
    public QueryPlan? Among { get; set; }

    /// <summary>For values each with a period of its own, "in Fall 2009 or in Spring 2010": the other value.</summary>
    public Condition? Beside { get; set; }

    /// <summary>The period, or the value, that holds together with this one and for it alone.</summary>
    public Condition? Along { get; set; }

    /// <summary>Named beside the one before it with "and".</summary>
    public bool And { get; set; }
    public int Clause { get; set; }
    public override string ToString() => $"{(Or ? "or " : Both ? "both " : "")}{(Negated ? "not " : "")}{Kind} {Left} {Operator} {RightFunction} {Right?.Text}{RightNoun}{(RightEnd is null ? "" : ".." + RightEnd.Text)}{(Within.Count > 0 ? " {" + string.Join("; ", Within) + "}" : "")}";
}

internal sealed record SketchOrder(Noun By, bool Descending)
{
    /// <summary>Whether what is ranked by is shown as well.</summary>
    public bool IsShown { get; init; }
}

/// <summary>The parts of a question as said, not yet tied to the source.</summary>
internal sealed class Sketch
{
    public List<Noun> Targets { get; } = [];
    public List<Noun> Entities { get; } = [];

    /// <summary>Further things of which the same is asked: the suppliers of "the names of customers and suppliers".</summary>
    public List<Noun> Others { get; } = [];
    public List<Condition> Conditions { get; } = [];
    public List<Noun> Groups { get; } = [];
    public List<SketchOrder> Orders { get; } = [];

    /// <summary>What a measure is divided by: the members of "loans per member on average", the hours of "cost per hour".</summary>
    public Noun? Per { get; set; }

    /// <summary>What the question breaks the answer down by where nothing in the data is called so.</summary>
    public string? UnknownGroup { get; set; }

    /// <summary>Order by a count or column and keep the first.</summary>
    public SketchOrder? Top { get; set; }
    public int? Limit { get; set; }

    /// <summary>The thing that the superlative was said of, "district" in "the shops of the district with the most inhabitants".</summary>
    public Noun? TopOf { get; set; }

    /// <summary>The limit holds in each group, as in "the best product of each category".</summary>
    public bool Distinct { get; set; }
    public bool Who { get; set; }
    public bool Where { get; set; }
    public bool When { get; set; }
    public bool Share { get; set; }
    public bool Running { get; set; }
    public bool Change { get; set; }

    /// <summary>Not two amounts but the one less the other: "the difference between the highest and the lowest price".</summary>
    public bool Difference { get; set; }
    public bool AskedForList { get; set; }
    public string? Chart { get; set; }

    /// <summary>Scopes of "never" and "without", which deny that there is any.</summary>
    public HashSet<int> Denials { get; } = [];

    /// <summary>Words that nothing was made of.</summary>
    public List<Chunk> Unused { get; } = [];

    /// <summary>Words that were passed over: their meaning is not in the plan.</summary>
    public List<string> PassedOver { get; } = [];
}
