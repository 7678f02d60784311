using Hansard.Engine.Transcripts.Corrections;
using Hansard.Server.Search;
using Hansard.Server.Transcriptions;

namespace Hansard.Server.Revisions;

/// <summary>Corrected transcripts, each kept beside the original and all others.</summary>
internal interface IRevisionStore
{
    /// <summary>Saves a revision, unless another one was saved since its base.</summary>
    /// <param name="project">Id of the project.</param>
    /// <param name="id">Id of the transcription.</param>
    /// <param name="revision">The revision.</param>
    /// <param name="passages">Its text, to be found from now on in place of what was.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>The revision, on the disk; null when the base is not the newest, or the transcription is gone.</returns>
    Task<RevisionRow?> AddAsync(
        string project, string id, NewRevision revision, IReadOnlyList<Passage> passages, CancellationToken cancellationToken);

    /// <summary>Revisions before a number, newest first.</summary>
    /// <param name="id">Id of a transcription.</param>
    /// <param name="before">Number before which they are.</param>
    /// <param name="limit">The most that are returned.</param>
    IReadOnlyList<RevisionRow> List(string id, long before, int limit);
}

/// <summary>A revision to be saved.</summary>
/// <param name="Base">Number of the one that was corrected; 0: the original.</param>
/// <param name="Author">Name of the API key; empty: none.</param>
/// <param name="Transcript">All of it, with the names of speakers.</param>
internal sealed record NewRevision(long Base, string Author, StoredTranscript Transcript)
{
    /// <summary>Words that were written in place of others.</summary>
    public IReadOnlyList<WordReplacement> Replacements { get; init; } = [];
}

/// <summary>A revision, as the database has it, without its text.</summary>
internal sealed record RevisionRow
{
    /// <summary>From 1 on.</summary>
    public required long Number { get; init; }

    /// <summary>The one that was corrected; 0: the original.</summary>
    public required long Base { get; init; }

    /// <summary>Name of the API key at that time; empty: none.</summary>
    public required string Author { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>JSON object of names by speaker; null: none.</summary>
    public string? SpeakerNamesJson { get; init; }
}
