namespace Hansard.Server.Search;

/// <summary>Words and phrases that a passage must all have.</summary>
/// <param name="Phrases">Each of one word or more that follow each other, in the form of <see cref="SearchWords.Of"/>.</param>
/// <param name="IsBegun">The last word may be the beginning of another.</param>
internal sealed record WordQuery(IReadOnlyList<string> Phrases, bool IsBegun);
