using System.ComponentModel.DataAnnotations;

namespace Assistant.Skills.Sources;

/// <summary>Where the assistant keeps what is not in its database: uploaded files and the key that encrypts credentials. Section "Data".</summary>
public sealed class DataOptions
{
    [Required] public string Directory { get; set; } = ".data";

    internal string Root => Path.GetFullPath(Directory);
}
