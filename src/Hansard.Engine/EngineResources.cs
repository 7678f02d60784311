using Hansard.Engine.Audio;
using Hansard.Engine.Models;
using Hansard.Engine.Pipeline;
using Hansard.Engine.Recognition;
using Hansard.Engine.Speakers;
using Hansard.Engine.Speech;
using Hansard.Engine.Temporary;

namespace Hansard.Engine;

/// <summary>
/// Resources that engines share whatever their speech models: the threads that compute, and the models that tell speech and speakers.
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
        var encoder = made.Add(SpeakerEncoder.Load(Models.Resolve(options.SpeakerModel, ModelKind.SpeakerEncoder)));
        var decoder = new FfmpegDecoder(new FfmpegOptions { MaximumDuration = options.MaximumDuration });
        // Threads come last: they use what is above, and nothing after them fails.
        Threads = new RecognitionThreads(options.Threads);
        Pipeline = new PipelineResources(decoder, voiceActivity, encoder, new SpeakerThread(), pair => options.Translators?.Find(pair));
        made.Keep();
    }

    /// <summary>The options that these were created with.</summary>
    public EngineOptions Options { get; }

    /// <summary>The store in which models are found.</summary>
    internal ModelStore Models { get; }

    /// <summary>The threads that recognise for all engines.</summary>
    internal RecognitionThreads Threads { get; }

    /// <summary>The resources of the stages.</summary>
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
        Threads.Dispose();
        Pipeline.VoiceActivity.Dispose();
        Pipeline.SpeakerThread.Dispose();
        Pipeline.SpeakerEncoder.Dispose();
        return ValueTask.CompletedTask;
    }
}
