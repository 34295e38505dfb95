using System.ComponentModel.DataAnnotations;

namespace Assistant.Skills.Workbooks;

/// <summary>Section "Workbooks".</summary>
public sealed class WorkbookOptions
{
    /// <summary>Rows that a workbook may have; a sheet has room for 1,048,575.</summary>
    [Range(1, 1_048_575)] public int MostRows { get; set; } = 1_000_000;

    /// <summary>Of a workbook that comes back.</summary>
    [Range(1, 1000)] public int MaxUploadMegabytes { get; set; } = 100;

    /// <summary>Values that a drop-down may offer; of more, the check at the upload tells.</summary>
    [Range(1, 100_000)] public int MostChoices { get; set; } = 5_000;
}
