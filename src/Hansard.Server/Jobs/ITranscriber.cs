using Hansard.Engine;
using Hansard.Engine.Audio;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Corrections;
using Hansard.Engine.Voices;

namespace Hansard.Server.Jobs;

/// <summary>Transcribes the recordings of jobs, and tells voices.</summary>
internal interface ITranscriber : IAsyncDisposable
{
    /// <summary>The speech models that it has, the default one first, whether they are loaded or not.</summary>
    /// <exception cref="InvalidOperationException">It has not been warmed up yet.</exception>
    IReadOnlyList<SpeechModelAbilities> Models { get; }

    /// <summary>Names of the speech models whose jobs are this server's to take.</summary>
    IReadOnlyList<string> Offered => [.. Models.Select(model => model.Name)];

    /// <summary>Names of the speech models that are in memory.</summary>
    IReadOnlyList<string> LoadedModels { get; }

    /// <summary>Looks again for the speech models that it has, as one may have been installed.</summary>
    Task FindModelsAsync(CancellationToken cancellationToken);

    /// <summary>Loads what the first recording needs, so that it is as fast as the others.</summary>
    Task WarmUpAsync(CancellationToken cancellationToken);

    /// <summary>Transcribes a file, with the model that the request names; that is loaded first where it must be.</summary>
    /// <param name="path">The recording.</param>
    /// <param name="request">The options.</param>
    /// <param name="knowledge">Of the project.</param>
    /// <param name="maximumDuration">A longer recording is refused.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <exception cref="InvalidAudioException">The file is not a recording that can be transcribed.</exception>
    /// <exception cref="ModelUnavailableException">The model cannot be loaded, or is not there any more.</exception>
    Task<Transcript> TranscribeAsync(
        string path, TranscriptionRequest request, ProjectKnowledge knowledge, TimeSpan maximumDuration,
        IProgress<TranscriptionProgress> progress, CancellationToken cancellationToken);

    /// <summary>Finds in a recording when the new words of a corrected transcript are said.</summary>
    /// <param name="path">The recording.</param>
    /// <param name="request">The options of its transcription, whose model aligns.</param>
    /// <param name="corrected">The corrected transcript.</param>
    /// <param name="maximumTime">Time after which the rest keeps its estimated times.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <returns>All tokens of the transcript.</returns>
    /// <exception cref="InvalidAudioException">The file is not a recording that can be decoded.</exception>
    /// <exception cref="ModelUnavailableException">The model cannot be loaded, or is not there any more.</exception>
    Task<IReadOnlyList<TranscriptToken>> AlignAsync(
        string path, TranscriptionRequest request, CorrectedTranscript corrected, TimeSpan maximumTime,
        CancellationToken cancellationToken);

    /// <summary>Finds out the voice of a person who speaks alone.</summary>
    /// <param name="path">The recording.</param>
    /// <param name="options">Where the person speaks in it.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <exception cref="InvalidAudioException">The file is not a recording that can be decoded.</exception>
    /// <exception cref="VoiceEnrolmentException">Too little is said there, or several people speak.</exception>
    /// <exception cref="ModelUnavailableException">No model can be loaded.</exception>
    Task<VoiceProfile> EnrolAsync(string path, VoiceEnrolmentOptions options, CancellationToken cancellationToken);
}
