using Hansard.Engine.Transcripts;
using Hansard.Server.Configuration;
using Hansard.Server.Storage;

namespace Hansard.Server.Transcriptions;

/// <summary>The transcriptions of projects, as clients see them. Workers see the same as jobs of a queue.</summary>
internal interface ITranscriptionStore
{
    /// <summary>Adds a transcription, queued.</summary>
    /// <returns>The transcription, on the disk; null when its <see cref="NewTranscription.FileId"/> is not a file of the project.</returns>
    /// <exception cref="LimitReachedException">A limit would be passed.</exception>
    Task<TranscriptionRow?> AddAsync(string project, LimitOptions limits, NewTranscription wanted);

    /// <summary>The project's transcription of that id, or null.</summary>
    TranscriptionRow? Find(string project, string id);

    /// <summary>Transcriptions before a place in the order, newest first.</summary>
    /// <returns>As many as are wanted, or fewer when they are large, but one at least if there is one.</returns>
    IReadOnlyList<TranscriptionRow> List(string project, long before, int limit);

    /// <summary>Counts the transcriptions of a project.</summary>
    SourceCounts Count(string project);

    /// <summary>The transcript of a completed transcription, or null.</summary>
    /// <param name="id">Id of the transcription.</param>
    /// <param name="revision">Number of a revision; 0: the original.</param>
    StoredTranscript? Transcript(string id, long revision = 0);

    /// <summary>Finds what else was heard in the original of a completed transcription: JSON, or null where there is nothing.</summary>
    string? Alternatives(string id);

    /// <summary>Reads the tokens recognised so far of a transcription that is being processed; none of any other.</summary>
    IReadOnlyList<TranscriptToken> Partial(string id);

    /// <summary>Reads the tokens recognised since a batch of a transcription that is being processed.</summary>
    /// <param name="id">Id of the transcription.</param>
    /// <param name="after">Number of the last batch that is known; 0: none.</param>
    PartialTranscript PartialAfter(string id, long after);

    /// <summary>Counts the jobs that run now.</summary>
    RunningJobs Processing(string project);

    /// <summary>Deletes a transcription and its transcript, and with a queued one, bytes that only it still needed.</summary>
    Task<DeleteOutcome> DeleteAsync(string project, string id, CancellationToken cancellationToken);

    /// <summary>Gives a transcription other labels.</summary>
    Task<LabelOutcome> LabelAsync(string project, string id, TranscriptionLabels labels, CancellationToken cancellationToken);

    /// <summary>Time at which the first of the transcriptions that are kept ended; null when none has.</summary>
    long? FirstEnd();

    /// <summary>Deletes the transcriptions that ended before a time, a batch at once.</summary>
    /// <returns>Their ids; fewer than <paramref name="batch"/> when none is left.</returns>
    Task<IReadOnlyList<string>> DeleteEndedBeforeAsync(long time, int batch, CancellationToken cancellationToken);
}

/// <summary>Tokens of a transcription that is being processed.</summary>
/// <param name="First">Number of the first batch that there is, another one when the work has begun again; null: none.</param>
/// <param name="Last">Number of the last batch of these.</param>
/// <param name="Tokens">The tokens.</param>
internal sealed record PartialTranscript(long? First, long Last, IReadOnlyList<TranscriptToken> Tokens);

/// <summary>Numbers of jobs that run now.</summary>
/// <param name="OfProject">Jobs of one project.</param>
/// <param name="OfAll">Jobs of all projects.</param>
internal readonly record struct RunningJobs(long OfProject, long OfAll);

/// <summary>Outcomes of the deletion of a transcription.</summary>
internal enum DeleteOutcome
{
    /// <summary>The transcription is gone.</summary>
    Deleted,

    /// <summary>The project has no such transcription.</summary>
    NotFound,

    /// <summary>A worker has it.</summary>
    Processing,
}

/// <summary>Outcomes of changing the labels of a transcription.</summary>
internal enum LabelOutcome
{
    /// <summary>The labels are on the disk.</summary>
    Changed,

    /// <summary>The project has no such transcription.</summary>
    NotFound,

    /// <summary>The version is another one than the one that was to be changed.</summary>
    ChangedMeanwhile,
}
