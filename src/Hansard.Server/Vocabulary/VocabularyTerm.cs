namespace Hansard.Server.Vocabulary;

/// <summary>A name or word of a project that may be said in any of its recordings, as it is to be written.</summary>
internal sealed record VocabularyTerm
{
    /// <summary>A UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The term.</summary>
    public required string Term { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long CreatedAt { get; init; }
}
