using Hansard.Engine;
using Hansard.Engine.Distribution;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Corrections;
using Hansard.Engine.Voices;
using Hansard.Server.Jobs;
using Hansard.Server.Jobs.Parts;

namespace Hansard.Server.Tests.Jobs.Parts;

/// <summary>The engine as it is, from the file to the speakers, with the decoder that sleeps.</summary>
internal sealed class SleepingTranscriber : ITranscriber, IPartTranscriber
{
    /// <summary>Environment variable of a server in a process of its own: seconds of sleep for a second of sound.</summary>
    public const string Variable = "HANSARD_TESTS_PACE";

    private const string Name = "whisper-base";

    private readonly EngineResources _resources;
    private readonly TranscriptionEngine _engine;
    private int _isDisposed;

    public SleepingTranscriber(string models, double pace)
    {
        Model = new SleepingModel(pace);
        // A decoder that sleeps needs no processor.
        _resources = EngineResources.Load(new EngineOptions { ModelsDirectory = models, Threads = 1 });
        _engine = TranscriptionEngine.Create(_resources, Name, Model);
    }

    public SleepingModel Model { get; }

    public IReadOnlyList<SpeechModelAbilities> Models { get; } = [new(Name, ["en"], [])];

    public IReadOnlyList<string> LoadedModels { get; } = [Name];

    public Task FindModelsAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task WarmUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<Transcript> TranscribeAsync(
        string path, TranscriptionRequest request, ProjectKnowledge knowledge, TimeSpan maximumDuration,
        IProgress<TranscriptionProgress> progress, CancellationToken cancellationToken)
        => _engine.TranscribeAsync(path, Options(request), progress, cancellationToken);

    public Task<Transcript> TranscribeInPartsAsync(
        string path, TranscriptionRequest request, ProjectKnowledge knowledge, TimeSpan maximumDuration, ISpeechParts parts,
        IProgress<TranscriptionProgress> progress, CancellationToken cancellationToken)
        => _engine.TranscribeInPartsAsync(path, Options(request), parts, progress, cancellationToken);

    public Task<WorkResult> ComputeAsync(WorkPart part, IProgress<TimeSpan> progress, CancellationToken cancellationToken)
        => _engine.ComputeAsync(part, progress, cancellationToken);

    public Task<IReadOnlyList<TranscriptToken>> AlignAsync(
        string path, TranscriptionRequest request, CorrectedTranscript corrected, TimeSpan maximumTime, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    public Task<VoiceProfile> EnrolAsync(string path, VoiceEnrolmentOptions options, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        await _engine.DisposeAsync();
        await _resources.DisposeAsync();
    }

    private static TranscriptionOptions Options(TranscriptionRequest request) => new()
    {
        Language = "en",
        KeepAlternatives = true,
        Diarize = request.EnableSpeakerDiarization,
    };
}
