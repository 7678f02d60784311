using Hansard.Engine;
using Hansard.Engine.Distribution;
using Hansard.Engine.Transcripts;

namespace Hansard.Server.Jobs.Parts;

/// <summary>A transcriber that has parts of its work done by others, and does those of others.</summary>
internal interface IPartTranscriber
{
    /// <summary>Transcribes a file as <see cref="ITranscriber.TranscribeAsync"/> does, but for what the parts do.</summary>
    /// <param name="path">The recording.</param>
    /// <param name="request">The options.</param>
    /// <param name="knowledge">Of the project.</param>
    /// <param name="maximumDuration">A longer recording is refused.</param>
    /// <param name="parts">Takes the parts.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    Task<Transcript> TranscribeInPartsAsync(
        string path, TranscriptionRequest request, ProjectKnowledge knowledge, TimeSpan maximumDuration, ISpeechParts parts,
        IProgress<TranscriptionProgress> progress, CancellationToken cancellationToken);

    /// <summary>Does a part of the work on a recording.</summary>
    /// <param name="part">Names its model, which is loaded first where it must be.</param>
    /// <param name="progress">Told how much of its sound is done.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <exception cref="ModelUnavailableException">The model cannot be loaded, or is not there any more.</exception>
    Task<WorkResult> ComputeAsync(WorkPart part, IProgress<TimeSpan> progress, CancellationToken cancellationToken);
}
