using System.Globalization;

namespace Assistant.Web.Shared;

/// <summary>Sizes of files for people, in the units that their file browser shows.</summary>
public static class Bytes
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    public static string Words(long bytes)
    {
        var size = (double)bytes;
        var unit = 0;
        for (; size >= 1000 && unit < Units.Length - 1; unit++)
            size /= 1024;
        return $"{size.ToString(unit == 0 || size >= 10 ? "N0" : "N1", CultureInfo.CurrentCulture)} {Units[unit]}";
    }
}
