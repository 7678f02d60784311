namespace Hansard.Engine;

/// <summary>Subject and terms of a recording. They help to recognise what is said, and never put in what is not.</summary>
public sealed record TranscriptionContext
{
    /// <summary>Facts about it.</summary>
    public IReadOnlyList<ContextFact> General { get; init; } = [];

    /// <summary>A text on the same matter; null for none.</summary>
    public string? Text { get; init; }

    /// <summary>Names and words that may be said, written as they are to stand in the transcript. Blank ones are ignored.</summary>
    public IReadOnlyList<string> Terms { get; init; } = [];
}

/// <summary>A fact about a recording.</summary>
/// <param name="Key">Such as topic.</param>
/// <param name="Value">Such as diabetes.</param>
public sealed record ContextFact(string Key, string Value);
