using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;
using Hansard.Engine.Diagnostics;
using Hansard.Engine.Models;
using Hansard.Engine.Pipeline;
using Hansard.Engine.Recognition;
using Hansard.Engine.Speakers;
using Hansard.Engine.Speech;
using Hansard.Engine.Temporary;
using Hansard.Engine.Translation;

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
        OnnxModel.Prepare();
        Models = ModelStore.Open(options.ModelsDirectory);
        var voiceActivity = made.Add(VoiceActivityModel.Load(Models.Resolve(null, ModelKind.VoiceActivity).Folder));
        var speakers = made.Add(SpeakerModels.Find(Models, options.SpeakerModel));
        var decoder = new RecordingDecoder(new FfmpegOptions { MaximumDuration = options.MaximumDuration });
        // Threads come last: they use what is above, and nothing after them fails.
        Threads = new RecognitionThreads(options.Threads);
        LiveThreads = new RecognitionThreads(options.Threads);
        Pipeline = new PipelineResources(
            decoder, voiceActivity, speakers, new SpeakerThread(new IdleThreads(Threads)), pair => options.Translators?.Find(pair));
        made.Keep();
    }

    /// <summary>The options that these were created with.</summary>
    public EngineOptions Options { get; }

    /// <summary>The store in which models are found.</summary>
    internal ModelStore Models { get; }

    /// <summary>The threads that recognise for all engines.</summary>
    internal RecognitionThreads Threads { get; }

    /// <summary>Threads for what somebody waits for word by word: no recording stands before it.</summary>
    internal RecognitionThreads LiveThreads { get; }

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
        UnusedMemory.ReturnLargeBlocks();
        return new EngineResources(options);
    }

    /// <summary>Tells what an engine of a speech model could do without loading it, from its configuration and the catalogue.</summary>
    /// <param name="model">As <see cref="ModelStore.Locate"/> finds it.</param>
    /// <exception cref="FileNotFoundException">Its configuration is missing.</exception>
    /// <exception cref="InvalidDataException">Its family is not known, or its configuration is not what it should be.</exception>
    internal SpeechModelAbilities Describe(ResolvedModel model)
    {
        var languages = SpeechModelFamilies.LanguagesOf(model);
        return new SpeechModelAbilities(
            model.Name, languages.Recognised, TranslationsOf(model.Name, SpokenTranslator.PairsOf(languages.Translated)));
    }

    /// <summary>Translations that are available with a speech model.</summary>
    /// <param name="model">What it is called.</param>
    /// <param name="spoken">What it translates by itself.</param>
    internal IReadOnlyList<AvailableTranslation> TranslationsOf(string model, IEnumerable<LanguagePair> spoken)
    {
        var known = Options.Translators?.Pairs ?? [];
        return
        [
            .. known,
            .. spoken.Except(known.Select(k => k.Pair)).Select(pair => new AvailableTranslation(pair, model, TranslationQuality.Basic)),
        ];
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        // Waits for the speakers that are being told, for which idle threads may compute.
        Pipeline.SpeakerThread.Dispose();
        Threads.Dispose();
        LiveThreads.Dispose();
        Pipeline.VoiceActivity.Dispose();
        Pipeline.SpeakerModels.Dispose();
        return ValueTask.CompletedTask;
    }
}
