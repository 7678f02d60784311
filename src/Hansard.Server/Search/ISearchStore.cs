using Hansard.Server.Transcriptions;

namespace Hansard.Server.Search;

/// <summary>Finds transcriptions by what was said in them, by their names and by their labels.</summary>
internal interface ISearchStore
{
    /// <summary>Finds transcriptions, newest first.</summary>
    /// <param name="project">Id of the project.</param>
    /// <param name="query">The words and labels looked for.</param>
    /// <param name="before">Place in the order before which they are.</param>
    /// <param name="limit">The most that are found.</param>
    IReadOnlyList<FoundTranscription> Find(string project, SearchQuery query, long before, int limit);

    /// <summary>Counts the tags of a project, the most frequent first.</summary>
    IReadOnlyList<TagCount> Tags(string project);

    /// <summary>Divides a transcript that was stored before there was an index into passages.</summary>
    /// <param name="divide">Divides.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>False when there is none left.</returns>
    Task<bool> IndexNextAsync(
        Func<TranscriptionRow, StoredTranscript, IReadOnlyList<Passage>> divide, CancellationToken cancellationToken);
}

/// <summary>A transcription that was found.</summary>
/// <param name="Row">The transcription.</param>
/// <param name="Passages">The first passages that have the words; none where its name or a label has them.</param>
internal sealed record FoundTranscription(TranscriptionRow Row, IReadOnlyList<Passage> Passages);

/// <summary>A tag.</summary>
internal sealed record TagCount
{
    /// <summary>The tag.</summary>
    public required string Tag { get; init; }

    /// <summary>Number of transcriptions that have it.</summary>
    public required long Count { get; init; }
}
