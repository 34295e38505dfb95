namespace Assistant.Web.Shared;

public enum CaveatKind { Warning, Bad, Info, Good }
