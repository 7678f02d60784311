namespace Hansard.Server.Events;

/// <summary>The latest change of each transcription, by which others watch them.</summary>
internal interface ITranscriptionChanges
{
    /// <summary>The number of the latest change of all; 0 when there was none.</summary>
    long Latest(string project);

    /// <summary>Reads the changes of a project after one, in their order.</summary>
    /// <param name="project">Id of the project.</param>
    /// <param name="seq">Number of the last change that is known.</param>
    /// <param name="limit">The most that are read.</param>
    IReadOnlyList<TranscriptionChange> After(string project, long seq, int limit);

    /// <summary>Forgets which transcriptions were deleted, but for the latest.</summary>
    /// <param name="kept">Changes that are kept at least.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    Task PruneAsync(int kept, CancellationToken cancellationToken);
}

/// <summary>A change of a transcription.</summary>
/// <param name="Seq">Its number, greater than those of all changes before.</param>
/// <param name="Id">The transcription, which may be deleted.</param>
internal sealed record TranscriptionChange(long Seq, string Id);
