namespace Hansard.Engine;

/// <summary>Subject and terms of a recording. They help to recognise what is said, and never put in what is not.</summary>
public sealed record TranscriptionContext
{
    /// <summary>Facts, each a key and a value, such as topic and diabetes.</summary>
    public IReadOnlyList<(string Key, string Value)> General { get; init; } = [];

    /// <summary>A text on the same matter; null for none.</summary>
    public string? Text { get; init; }

    /// <summary>Names and words that may be said, written as they are to stand in the transcript. Blank ones are ignored.</summary>
    public IReadOnlyList<string> Terms { get; init; } = [];
}
