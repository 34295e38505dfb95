namespace Assistant.Web.Help;

/// <summary>One page of the documentation.</summary>
/// <param name="Path">Address under help/, e.g. "guides/sources"; "" is the first page.</param>
/// <param name="Text">Plain words of the article, for the search.</param>
public sealed record HelpArticle(string Path, string Group, string Title, string Summary, string Markdown, string Text);
