using Hansard.Engine.Audio;
using Hansard.Engine.Models;
using Hansard.Engine.Pipeline;
using Hansard.Engine.Recognition;
using Hansard.Engine.Speakers;
using Hansard.Engine.Speech;
using Hansard.Engine.Temporary;

namespace Hansard.Engine;

/// <summary>
/// What engines share whatever their speech models: the threads that compute, and the models that tell speech and speakers.
/// </summary>
/// <remarks>
/// A process that serves several speech models loads these once, and makes an engine of them for each (<see
/// cref="TranscriptionEngine.Create(EngineResources, string?)"/>),
/// which it may dispose of while the others go on. Thread-safe. To be disposed of after all its engines.
/// </remarks>
public sealed class EngineResources : IAsyncDisposable
{
    private EngineResources(EngineOptions options)
    {
        Options = options;
        using var made = new DisposedOnFailure();
        Models = ModelStore.Open(options.ModelsDirectory);
        var voiceActivity = made.Add(VoiceActivityModel.Load(Models.Resolve(null, ModelKind.VoiceActivity).Folder));
        var speakers = made.Add(SpeakerModels.Find(Models, options.SpeakerModel));
        var decoder = new FfmpegDecoder(new FfmpegOptions { MaximumDuration = options.MaximumDuration });
        // Threads come last: they use what is above, and nothing after them fails.
        Threads = new RecognitionThreads(options.Threads);
        Pipeline = new PipelineResources(
            decoder, voiceActivity, speakers, new SpeakerThread(Threads), pair => options.Translators?.Find(pair));
        made.Keep();
    }

    /// <summary>What these were made of.</summary>
    public EngineOptions Options { get; }

    /// <summary>Where models are found.</summary>
    internal ModelStore Models { get; }

    /// <summary>What recognises for all engines.</summary>
    internal RecognitionThreads Threads { get; }

    /// <summary>What the stages use.</summary>
    internal PipelineResources Pipeline { get; }

    /// <summary>Loads all of it; no speech model.</summary>
    /// <param name="options">Its <see cref="EngineOptions.Model"/> is that of engines for which no other is named.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="FileNotFoundException">A model is not there.</exception>
    /// <exception cref="InvalidDataException">A model's files do not have the checksums they should, or are not a model.</exception>
    public static EngineResources Load(EngineOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        TemporaryFile.SweepAbandoned();
        return new EngineResources(options);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        // Waits for the speakers that are being told, for which idle threads may compute.
        Pipeline.SpeakerThread.Dispose();
        Threads.Dispose();
        Pipeline.VoiceActivity.Dispose();
        Pipeline.SpeakerModels.Dispose();
        return ValueTask.CompletedTask;
    }
}
