namespace Assistant.Skills.Workbooks.Xlsx;

/// <summary>Places in a sheet: columns are letters.</summary>
internal static class CellPlace
{
    /// <summary>A for 1, Z for 26, AA for 27.</summary>
    public static string Column(int number)
    {
        var letters = "";
        for (; number > 0; number = (number - 1) / 26)
            letters = (char)('A' + (number - 1) % 26) + letters;
        return letters;
    }

    /// <summary>1 for A1 or A; 0 for what begins with no letter.</summary>
    public static int Number(ReadOnlySpan<byte> place)
    {
        var number = 0;
        foreach (var letter in place)
        {
            if (letter is < (byte)'A' or > (byte)'Z' || number > 20_000)
                break;
            number = number * 26 + letter - 'A' + 1;
        }
        return number;
    }
}
