namespace Assistant.Web.Parts;
internal static class PartsFolder;
