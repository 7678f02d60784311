using System.Runtime.CompilerServices;
using Hansard.Engine.Audio;
using Hansard.Engine.Diagnostics;
using Hansard.Engine.Models;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Context;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Speakers;
using Hansard.Engine.Speakers.Channels;
using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speech;
using Hansard.Engine.Temporary;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Translation;

namespace Hansard.Engine;

/// <summary>
/// Recording in, transcript out: decode, find speech, identify languages, recognise windows, align words, tell speakers.
/// </summary>
/// <remarks>
/// Safe to call from many threads: windows of concurrent calls share the threads and are decoded together. Memory does not
/// depend on the length of a recording, because it is read only as far ahead as recognition keeps up.
/// </remarks>
public sealed class TranscriptionEngine : IAsyncDisposable
{
    /// <summary>Neighbouring windows decoded together: more would save a little time, and leave threads without work in short recordings.</summary>
    private const int WindowsTogether = 2;

    private readonly FfmpegDecoder _decoder;
    private readonly VoiceActivityModel _voiceActivity;
    private readonly WhisperModel _whisper;
    private readonly Recogniser _recogniser;
    private readonly SpeakerEncoder _speakers;
    private readonly SpeakerThread _speakerThread;

    private TranscriptionEngine(EngineOptions options)
    {
        Options = options;
        _decoder = new FfmpegDecoder(new FfmpegOptions { MaximumDuration = options.MaximumDuration });
        var models = ModelStore.Open(options.ModelsDirectory);
        var model = models.Resolve(options.Model, ModelKind.Whisper);
        ModelName = model.Name;
        _voiceActivity = VoiceActivityModel.Load(models.Resolve(null, ModelKind.VoiceActivity).Folder);
        _whisper = WhisperModel.Open(model.Folder, model.WindowPaddingSeconds);
        _recogniser = new Recogniser(_whisper, options.Threads);
        _speakers = SpeakerEncoder.Load(models.Resolve(options.SpeakerModel, ModelKind.SpeakerEncoder));
        _speakerThread = new SpeakerThread();
        Translators = TranslatorCatalogue.Open(
            options.Translation ?? new TranslationSettings { ModelsDirectory = options.ModelsDirectory, Threads = options.Threads });
    }

    /// <summary>What this engine was made of.</summary>
    public EngineOptions Options { get; }

    /// <summary>What the Whisper model is called: its name in the catalogue, or its folder's.</summary>
    public string ModelName { get; }

    /// <summary>What translates text.</summary>
    public TranslatorCatalogue Translators { get; }

    /// <summary>What can be translated, and with what: all that <see cref="Translators"/> do, and what the speech model itself does beyond that.</summary>
    public IReadOnlyList<AvailableTranslation> Translations =>
    [
        .. Translators.Pairs,
        .. SpokenTranslator.PairsOf(_whisper.Configuration).Where(pair => Translators.Describe(pair) is null)
            .Select(pair => new AvailableTranslation(pair, ModelName, TranslationQuality.Basic)),
    ];

    /// <summary>Languages that the model knows: ISO 639-1 codes, and longer ones where there is none; English alone for an English-only model.</summary>
    public IReadOnlyCollection<string> Languages => _whisper.Configuration.IsMultilingual ? [.. _whisper.Configuration.Languages.Keys] : ["en"];

    /// <summary>Loads the models.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="FileNotFoundException">A model is not there.</exception>
    /// <exception cref="InvalidDataException">A model's files do not have the checksums they should, or are not a model.</exception>
    public static TranscriptionEngine Create(EngineOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        TemporaryFile.SweepAbandoned();
        var engine = new TranscriptionEngine(options);
        // Loading leaves some 200 MB of garbage behind, which would otherwise stay until the heap has grown as far again.
        UnusedMemory.Release();
        return engine;
    }

    /// <summary>Recognises a second of silence, so that the first recording does not wait for what happens only once.</summary>
    /// <param name="cancellationToken">Stops at the next step of the decoder.</param>
    public Task WarmUpAsync(CancellationToken cancellationToken = default) => _recogniser.RecogniseAsync(
        new RecognitionRequest(new float[AudioSpecification.SampleRate], [(0, 1)], Languages.First()), cancellationToken);

    /// <summary>Finds out before the long work whether options fit the model.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public void Check(TranscriptionOptions options) => Validate(options);

    /// <summary>Transcribes a file.</summary>
    /// <param name="path">A recording in any common format.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told of every window, from the first words on; null for nobody.</param>
    /// <param name="cancellationToken">Stops at the next step of the decoder.</param>
    /// <exception cref="ArgumentException">An option does not fit the model.</exception>
    /// <exception cref="InvalidAudioException">The file is not a recording that can be transcribed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="TranslationException">A translator failed.</exception>
    public async Task<Transcript> TranscribeAsync(
        string path, TranscriptionOptions options, IProgress<TranscriptionProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var prior = Validate(options);
        List<RecordingTrack> tracks = [];
        try
        {
            // One for the whole recording, or one for each channel that is a speaker.
            var channels = await new ChannelChoice(_decoder, _voiceActivity).DecideAsync(path, options, cancellationToken).ConfigureAwait(false);
            var voices = options.Diarize && channels.Count == 1 ? _speakers.FrontEnd : null;
            foreach (var channel in channels)
                tracks.Add(new RecordingTrack(await _decoder.OpenAsync(path, channel, cancellationToken).ConfigureAwait(false), _voiceActivity, WindowsOfModel(), voices));
            var transcript = await TranscribeAsync(tracks, options, prior, progress, cancellationToken).ConfigureAwait(false);
            return options.Translation is { } translation ? await TranslateAsync(path, transcript, options, translation, cancellationToken).ConfigureAwait(false) : transcript;
        }
        finally
        {
            foreach (var track in tracks) await track.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Transcribes a stream, which is spooled to a temporary file first (containers need seeking).</summary>
    /// <exception cref="ArgumentException">An option does not fit the model.</exception>
    /// <exception cref="InvalidAudioException">The stream is not a recording that can be transcribed.</exception>
    public async Task<Transcript> TranscribeAsync(
        Stream audio, TranscriptionOptions options, IProgress<TranscriptionProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var recording = TemporaryFile.Create("recording");
        await audio.CopyToAsync(recording.Content, cancellationToken).ConfigureAwait(false);
        await recording.Content.FlushAsync(cancellationToken).ConfigureAwait(false);
        return await TranscribeAsync(recording.Path, options, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _recogniser.Dispose();
        _whisper.Dispose();
        _voiceActivity.Dispose();
        _speakerThread.Dispose();
        _speakers.Dispose();
        await Translators.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<Transcript> TranscribeAsync(
        List<RecordingTrack> tracks, TranscriptionOptions options, LanguagePrior prior, IProgress<TranscriptionProgress>? progress, CancellationToken cancellationToken)
    {
        var windows = TimeOrder.MergeAsync(
            [.. tracks.Select(track =>
            {
                var segments = new SegmentLanguages(_recogniser, prior).IdentifyAsync(track.Segments.ReadAsync(cancellationToken), cancellationToken);
                return RecogniseAsync(JoinAsync(segments, cancellationToken), options, tracks.Count, cancellationToken);
            })],
            window => window.Window.StartSample,
            cancellationToken);

        var tokens = new TokenBuilder();
        var transcribed = 0L;
        await foreach (var (track, (window, words)) in windows.ConfigureAwait(false))
        {
            if (options.Diarize) tracks[track].Windows.Add(words);
            var added = tokens.Append(words);
            transcribed = Math.Max(transcribed, window.EndSample);
            progress?.Report(new TranscriptionProgress(
                AudioSpecification.Duration(transcribed), AudioSpecification.Duration(tracks[track].Segments.SamplesRead), tracks[track].StatedDuration, added));
        }
        var transcript = new Transcript(tokens.Tokens, AudioSpecification.Duration(tracks.Max(t => t.Segments.SamplesRead)), MainLanguage(tokens.Tokens));
        if (!options.Diarize) return transcript;
        var spoken = await AttributeAsync(tracks, options.SpeakerCount, cancellationToken).ConfigureAwait(false);
        // Not "with": the text follows from the tokens, and their order may be another one now.
        return new Transcript(TokenBuilder.Build(spoken.Windows), transcript.Duration, transcript.Language) { Turns = spoken.Turns };
    }

    /// <summary>Gives all words their speakers.</summary>
    private async Task<AttributedSpeech> AttributeAsync(List<RecordingTrack> tracks, int? speakers, CancellationToken cancellationToken)
    {
        if (tracks is [{ Voices: { } voices } only])
        {
            var timeline = await _speakerThread.RunAsync(
                () => SpeakerDiarizer.Diarize(voices, _speakers, speakers, cancellationToken), cancellationToken).ConfigureAwait(false);
            return AttributedSpeech.ByVoice(only.Windows, timeline);
        }
        return AttributedSpeech.ByChannel([.. tracks.Select(t => (
            (IReadOnlyList<RecognisedWord>)[.. t.Windows.SelectMany(w => w)],
            (IReadOnlyList<(int, int)>)t.Speech.Regions(SpeakerDiarizer.Reported, t.Segments.SamplesRead)))]);
    }

    private async Task<Transcript> TranslateAsync(
        string path, Transcript transcript, TranscriptionOptions options, TranslationOptions translation, CancellationToken cancellationToken)
    {
        var speech = new SpokenTranslator(_recogniser, _whisper, async cancelled => await _decoder.OpenAsync(path, cancelled).ConfigureAwait(false), options.BeamSize);
        var translator = new TranscriptTranslator(Translators.Find, speech);
        var (tokens, untranslated) = await translator.TranslateAsync(transcript.Tokens, transcript.Language, translation, cancellationToken).ConfigureAwait(false);
        return transcript with { Tokens = tokens, UntranslatedLanguages = untranslated };
    }

    /// <summary>Joins neighbouring segments of one language to windows.</summary>
    private async IAsyncEnumerable<(SpeechWindow Window, LanguageDecision Decision)> JoinAsync(
        IAsyncEnumerable<(SpeechSegment Segment, LanguageDecision Decision)> segments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var joiner = new WindowJoiner(WindowsOfModel());
        LanguageDecision? current = null;
        await foreach (var (segment, decision) in segments.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (joiner.Add(segment, mayJoin: decision.Language == current?.Language) is { } window)
            {
                yield return (window, current!);
                current = null;
            }
            current = current?.With(decision) ?? decision;
        }
        if (joiner.Finish() is { } last) yield return (last, current!);
    }

    /// <summary>Recognises windows, a few at a time, and gives them back in order.</summary>
    private async IAsyncEnumerable<(SpeechWindow Window, IReadOnlyList<RecognisedWord> Words)> RecogniseAsync(
        IAsyncEnumerable<(SpeechWindow Window, LanguageDecision Decision)> windows, TranscriptionOptions options, int tracks, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Queue<(SpeechWindow Window, Task<(string Language, RecognisedWindow Window)> Result)> running = [];
        List<(SpeechWindow Window, RecognitionRequest Request)> together = [];
        var size = _recogniser.MixesLengths ? WindowsTogether : 1;
        // Enough that no thread waits, and no more: a caller's windows stand before another caller's.
        var limit = Math.Max(2, 4 * (_recogniser.Threads + 1) / tracks);
        var context = ContextTerms.From(options.Context, _whisper.Tokenizer);
        await foreach (var (window, decision) in windows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            (double, double)[] speech = [.. window.Regions.Select(r => (Seconds(r.Start - window.StartSample), Seconds(r.End - window.StartSample)))];
            var request = new RecognitionRequest(window.Samples, speech, decision.Language) { BeamSize = options.BeamSize, PredictTimestamps = options.PredictTimestamps, Context = context };
            if (decision.Alternatives.Count == 0) together.Add((window, request));
            if (together.Count == size || decision.Alternatives.Count > 0) Start();
            if (decision.Alternatives.Count > 0) running.Enqueue((window, LikelierLanguage.RecogniseAsync(_recogniser, request, decision, cancellationToken)));
            while (running.Count >= limit || (running.Count > 0 && running.Peek().Result.IsCompleted)) yield return await NextAsync().ConfigureAwait(false);
        }
        Start();
        while (running.Count > 0) yield return await NextAsync().ConfigureAwait(false);

        void Start()
        {
            if (together.Count == 0) return;
            var results = _recogniser.RecogniseAsync([.. together.Select(t => t.Request)], cancellationToken);
            foreach (var ((window, request), i) in together.Select((t, i) => (t, i))) running.Enqueue((window, ResultAsync(results, i, request.Language)));
            together.Clear();
        }

        static async Task<(string, RecognisedWindow)> ResultAsync(Task<IReadOnlyList<RecognisedWindow>> results, int index, string language)
            => (language, (await results.ConfigureAwait(false))[index]);

        async Task<(SpeechWindow, IReadOnlyList<RecognisedWord>)> NextAsync()
        {
            var (window, result) = running.Dequeue();
            var (language, recognised) = await result.ConfigureAwait(false);
            var start = AudioSpecification.Duration(window.StartSample);
            RecognisedWord[] words = [.. recognised.Words.Select(w => new RecognisedWord(
                w.Text, start + TimeSpan.FromSeconds(w.Start), start + TimeSpan.FromSeconds(w.End), w.Confidence, language))];
            return (window, words);
        }
    }

    private WindowOptions WindowsOfModel() => new() { MaximumWindow = (int)(_whisper.MaximumSeconds * AudioSpecification.SampleRate) };

    private static double Seconds(long samples) => (double)samples / AudioSpecification.SampleRate;

    private LanguagePrior Validate(TranscriptionOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BeamSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.BeamSize, Recogniser.MaximumBeam);
        if (options.SpeakerCount is < 1 or > SpeakerClustering.MaximumSpeakers)
            throw new ArgumentOutOfRangeException(nameof(options), $"The number of speakers is from 1 to {SpeakerClustering.MaximumSpeakers}, not {options.SpeakerCount}.");
        return LanguagePrior.From(options, Languages);
    }

    private static string? MainLanguage(IReadOnlyList<TranscriptToken> tokens) => tokens
        .Where(t => t.Language is not null)
        .GroupBy(t => t.Language, (language, group) => (language, Length: group.Sum(t => t.Text.Length)))
        .OrderByDescending(g => g.Length)
        .Select(g => g.language)
        .FirstOrDefault();
}
