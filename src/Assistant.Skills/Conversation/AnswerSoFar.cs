namespace Assistant.Skills.Conversation;

/// <summary>
/// What a person sees of a turn, folded from its events in order: a step replaces the earlier one with its id, text grows until the part
/// that holds the whole of it replaces it.
/// </summary>
public sealed class AnswerSoFar
{
    private readonly List<MessagePart> _parts = [];
    private bool _writing;

    public IReadOnlyList<MessagePart> Parts => _parts;

    /// <summary>Number of the last event seen; where to follow from.</summary>
    public int LastNumber { get; private set; }

    /// <summary>Null while the turn runs.</summary>
    public TurnEnded? Ended { get; private set; }

    public static AnswerSoFar Of(IEnumerable<TurnUpdate> updates)
    {
        var answer = new AnswerSoFar();
        foreach (var update in updates)
            answer.Add(update);
        return answer;
    }

    public void Add(TurnUpdate update)
    {
        LastNumber = update.Number;
        Add(update.Event);
    }

    public void Add(TurnEvent happened)
    {
        switch (happened)
        {
            case TextWritten written when _writing:
                _parts[^1] = new TextPart(((TextPart)_parts[^1]).Markdown + written.Text);
                break;
            case TextWritten written:
                _parts.Add(new TextPart(written.Text));
                _writing = true;
                break;
            case PartShown { Part: TextPart or HeadlinePart } whole when _writing:
                _parts[^1] = whole.Part;
                _writing = false;
                break;
            case PartShown { Part: StepPart step } when Place(step.Id) is >= 0 and var place:
                _parts[place] = step;
                break;
            case PartShown { Part: StepPart } shown when _writing:
                _parts.Insert(_parts.Count - 1, shown.Part);   // a step does not cut a text in two
                break;
            case PartShown shown:
                _parts.Add(shown.Part);
                _writing = false;
                break;
            case TurnEnded ended:
                Ended = ended;
                break;
        }
    }

    private int Place(string step) => _parts.FindIndex(part => part is StepPart known && known.Id == step);
}
