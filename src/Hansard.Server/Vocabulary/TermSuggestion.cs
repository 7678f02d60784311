namespace Hansard.Server.Vocabulary;

/// <summary>A word or some words that people of a project have corrected to more than once.</summary>
internal sealed record TermSuggestion
{
    /// <summary>The words as they were written.</summary>
    public required string Term { get; init; }

    /// <summary>The words that had been recognised instead, in one of the places.</summary>
    public required string Heard { get; init; }

    /// <summary>Number of places.</summary>
    public required long Times { get; init; }
}
