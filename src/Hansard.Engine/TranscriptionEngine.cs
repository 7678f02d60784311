using Hansard.Engine.Audio;
using Hansard.Engine.Diagnostics;
using Hansard.Engine.Distribution;
using Hansard.Engine.Models;
using Hansard.Engine.Pipeline;
using Hansard.Engine.Pipeline.Live;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Recognition.Rescoring;
using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speakers.Identification;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Alignments;
using Hansard.Engine.Transcripts.Corrections;
using Hansard.Engine.Translation;
using Hansard.Engine.Voices;

namespace Hansard.Engine;

/// <summary>
/// Recording in, transcript out: decode, find speech, identify languages, recognise windows with their words' times, tell speakers,
/// translate.
/// </summary>
/// <remarks>
/// Safe to call from many threads: concurrent calls share the threads that compute, and give what each would give alone. Memory does not
/// depend on the length of a recording, because it is read only as far ahead as recognition keeps up.
/// </remarks>
public sealed class TranscriptionEngine : IAsyncDisposable
{
    private readonly EngineResources _resources;
    private readonly bool _ownsResources;
    private readonly ISpeechModel _model;
    private readonly Recogniser _recogniser;
    private readonly Recogniser _liveRecogniser;
    private readonly string? _rescorer;

    private TranscriptionEngine(
        EngineResources resources, bool ownsResources, string name, ISpeechModel model, string? rescorer = null)
    {
        (_resources, _ownsResources, ModelName, _model, _rescorer) = (resources, ownsResources, name, model, rescorer);
        _recogniser = new Recogniser(model, resources.Threads);
        _liveRecogniser = new Recogniser(model, resources.LiveThreads);
    }

    /// <summary>The options of this engine's resources.</summary>
    public EngineOptions Options => _resources.Options;

    /// <summary>Name of the speech model in the catalogue, or of its folder.</summary>
    public string ModelName { get; }

    /// <summary>
    /// The least speech of a person that <see cref="EnrolVoiceAsync(string, VoiceEnrolmentOptions?, CancellationToken)"/> takes.
    /// </summary>
    public static TimeSpan LeastEnrolledSpeech => EnrolmentRules.Least;

    /// <summary>
    /// Name of the voice encoder: that of the profiles that this engine makes, and can know people by (<see cref="VoiceProfile.Model"/>).
    /// </summary>
    public string SpeakerModelName => _resources.Pipeline.SpeakerModels.VoicesName;

    /// <summary>
    /// The translations that can be asked for: all that <see cref="EngineOptions.Translators"/> do, and what the speech model itself does
    /// beyond that.
    /// </summary>
    public IReadOnlyList<AvailableTranslation> Translations => _resources.TranslationsOf(ModelName, SpokenTranslator.PairsOf(_model));

    /// <summary>
    /// Languages that the model knows: ISO 639-1 codes, and longer ones where there is none; English alone for an English-only model.
    /// </summary>
    public IReadOnlyCollection<string> Languages => _model.Languages;

    /// <summary>Loads a speech model, and all that it needs.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="FileNotFoundException">A model is not there.</exception>
    /// <exception cref="InvalidDataException">A model's files do not have the checksums they should, or are not a model.</exception>
    public static TranscriptionEngine Create(EngineOptions options)
    {
        var resources = EngineResources.Load(options);
        try
        {
            return Create(resources, ownsResources: true, options.Model);
        }
        catch
        {
            // No work has begun, so there is nothing to wait for.
            resources.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }
    }

    /// <summary>Loads a speech model beside others.</summary>
    /// <param name="resources">Shared with other engines, and not disposed of with this one.</param>
    /// <param name="model">
    /// Its name in the catalogue, or the path of a folder; null: that of the resources' options, or the catalogue's default.
    /// </param>
    /// <exception cref="FileNotFoundException">The model is not there.</exception>
    /// <exception cref="InvalidDataException">Its files do not have the checksums they should, or are not a model.</exception>
    public static TranscriptionEngine Create(EngineResources resources, string? model = null)
        => Create(resources, ownsResources: false, model ?? resources.Options.Model);

    /// <summary>Makes an engine of a model that is loaded.</summary>
    /// <param name="resources">Shared with other engines.</param>
    /// <param name="name">Name of the model.</param>
    /// <param name="model">Owned from here on.</param>
    internal static TranscriptionEngine Create(EngineResources resources, string name, ISpeechModel model)
        => new(resources, ownsResources: false, name, model);

    /// <summary>Recognises a second of silence, so that the first recording does not wait for what happens only once.</summary>
    /// <param name="cancellationToken">Stops at the next step of the decoder.</param>
    public Task WarmUpAsync(CancellationToken cancellationToken = default) => _recogniser.RecogniseAsync(
        new RecognitionRequest(new float[AudioSpecification.SampleRate], [new SpeechInterval(0, 1)], Languages.First()), cancellationToken);

    /// <summary>Finds out before the long work whether options fit the model.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public void Check(TranscriptionOptions options) => Validate(options);

    /// <summary>Transcribes a file.</summary>
    /// <param name="path">A recording in any common format.</param>
    /// <param name="options">Options of the transcription.</param>
    /// <param name="progress">
    /// Receives every window's words, and from every stage a sign of life about once a second; null for nobody.
    /// </param>
    /// <param name="cancellationToken">Stops at the next step of the decoder.</param>
    /// <exception cref="ArgumentException">An option does not fit the model.</exception>
    /// <exception cref="InvalidAudioException">The file is not a recording that can be transcribed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="TranslationException">A translator failed.</exception>
    public Task<Transcript> TranscribeAsync(
        string path, TranscriptionOptions options, IProgress<TranscriptionProgress>? progress = null,
        CancellationToken cancellationToken = default)
        => TranscribeAsync(path, options, distribution: null, progress, cancellationToken);

    /// <summary>Transcribes a file with others, in parts: exactly what this engine would make of it alone.</summary>
    /// <remarks>
    /// Decoding, finding speech, telling voices apart and translation are done here; what takes long, languages, words and the networks of
    /// speakers, by whoever calls <see cref="ComputeAsync"/> for a part, with an engine of the same version and model.
    /// </remarks>
    /// <param name="path">A recording in any common format.</param>
    /// <param name="options">Options of the transcription.</param>
    /// <param name="parts">Takes the parts.</param>
    /// <param name="progress">
    /// Receives every window's words, and from every stage a sign of life about once a second; null for nobody.
    /// </param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <exception cref="ArgumentException">An option does not fit the model.</exception>
    /// <exception cref="InvalidAudioException">The file is not a recording that can be transcribed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="TranslationException">A translator failed.</exception>
    public Task<Transcript> TranscribeInPartsAsync(
        string path, TranscriptionOptions options, ISpeechParts parts, IProgress<TranscriptionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(options);
        var settings = SpeechPartSettings.From(options, ModelName, _rescorer);
        return TranscribeAsync(path, options, new SpeechDistribution(parts, settings), progress, cancellationToken);
    }

    /// <summary>Does a part of the work on a recording that another engine transcribes.</summary>
    /// <param name="part">Of a model of this name.</param>
    /// <param name="progress">Told now and then how much of the part is done; null for nobody.</param>
    /// <param name="cancellationToken">Stops at the next step of the decoder.</param>
    /// <exception cref="ArgumentException">The part is of another model, or of one that has only its name.</exception>
    public Task<WorkResult> ComputeAsync(
        WorkPart part, IProgress<TimeSpan>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(part);
        if (part.Model != ModelName)
        {
            return Task.FromException<WorkResult>(new ArgumentException(
                $"The part is to be done with {part.Model}, and this engine has {ModelName}.", nameof(part)));
        }
        return part is not SpeechPart { Settings.Rescorer: { } rescorer } || rescorer == _rescorer
            ? new PartComputation(_resources.Pipeline, _recogniser, progress).RunAsync(part, cancellationToken)
            : Task.FromException<WorkResult>(new ArgumentException(
                $"The part is to be judged by {rescorer} too, and this engine has {_rescorer ?? "no second model"}: "
                    + "install the same models on every machine.",
                nameof(part)));
    }

    /// <summary>Transcribes a stream, which is spooled to a temporary file first (containers need seeking).</summary>
    /// <exception cref="ArgumentException">An option does not fit the model.</exception>
    /// <exception cref="InvalidAudioException">The stream is not a recording that can be transcribed.</exception>
    public async Task<Transcript> TranscribeAsync(
        Stream audio, TranscriptionOptions options, IProgress<TranscriptionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using var recording = await SpooledRecording.CreateAsync(audio, cancellationToken).ConfigureAwait(false);
        return await TranscribeAsync(recording.Path, options, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Transcribes sound while it arrives: words appear while they are said, and become final some two seconds later.</summary>
    /// <param name="input">
    /// Sound and wishes; read no faster than it is transcribed, and disposed of when the enumeration ends, however it does.
    /// </param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <returns>
    /// A result whenever something changes, and one for every second of sound in which nothing does. The last words are final at its end.
    /// </returns>
    /// <exception cref="ArgumentException">An option does not fit the model, or asks for what takes the whole recording.</exception>
    /// <exception cref="InvalidAudioException">The sound is longer than allowed.</exception>
    /// <exception cref="TranslationException">A translator failed.</exception>
    public IAsyncEnumerable<LiveResult> TranscribeLiveAsync(
        IAsyncEnumerable<LiveInput> input, LiveOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var transcription = options.Transcription;
        var prior = Validate(transcription);
        if (transcription.Part is not null)
            throw new ArgumentException("Live audio has no parts: leave out the sound itself.", nameof(options));
        var known = Options.Translators?.Pairs.Select(pair => pair.Pair.Target).ToHashSet(StringComparer.Ordinal) ?? [];
        if (transcription.Translation?.Targets.FirstOrDefault(target => !known.Contains(target)) is { } missing)
            throw new ArgumentException($"No translator of text translates into '{missing}', as live audio needs.", nameof(options));
        var limit = transcription.MaximumDuration is { } own && own < Options.MaximumDuration ? own : Options.MaximumDuration;
        return new LiveTranscription(_resources.Pipeline, _liveRecogniser, options, prior).RunAsync(input, limit, cancellationToken);
    }

    /// <summary>Makes another recogniser of this engine's model, on its threads.</summary>
    internal Recogniser NewRecogniser() => new(_model, _resources.Threads);

    /// <summary>Finds out the language of a recording from its first speech, without recognising a word.</summary>
    /// <param name="path">A recording in any common format.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <returns>Probabilities of all languages of the model, the likeliest first; none where the model does not tell languages.</returns>
    /// <exception cref="InvalidAudioException">The file is not a recording that can be decoded.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal Task<IReadOnlyList<LanguageProbability>> DetectLanguageAsync(string path, CancellationToken cancellationToken = default)
        => _recogniser.IdentifiesLanguages
            ? new LanguageDetection(_resources.Pipeline, _recogniser).RunAsync(path, cancellationToken)
            : Task.FromResult<IReadOnlyList<LanguageProbability>>([]);

    /// <summary>Finds in a recording when the new words of a corrected transcript are said.</summary>
    /// <remarks>
    /// Only the sound around the changes is listened to. Tokens that did not change stay as they are, and so do the times of new ones that
    /// are not found: with a model that does not align, in a rewritten stretch longer than a window, or when the time is up.
    /// </remarks>
    /// <param name="path">The recording that was transcribed.</param>
    /// <param name="corrected">The corrected transcript.</param>
    /// <param name="options">Language and sound track; null: found out.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <returns>All tokens of the transcript.</returns>
    /// <exception cref="InvalidAudioException">The file is not a recording that can be decoded.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public Task<IReadOnlyList<TranscriptToken>> AlignAsync(
        string path, CorrectedTranscript corrected, AlignmentOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(corrected);
        return new TextAlignment(_resources.Pipeline, _recogniser, options ?? new AlignmentOptions())
            .RunAsync(path, corrected, cancellationToken);
    }

    /// <summary>Gives every word of a given text the time at which it is said, and finds out where text and sound part.</summary>
    /// <remarks>
    /// The recording is recognised, and the text matched with that; words that were recognised otherwise are looked for in the sound around
    /// them. As long, and with as much memory, as a transcription.
    /// </remarks>
    /// <param name="path">The recording.</param>
    /// <param name="text">All that is said in it, as somebody has written it.</param>
    /// <param name="options">Language, track and part of the recording; null: found out.</param>
    /// <param name="progress">Told how far recognition has come.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <exception cref="InvalidAudioException">The file is not a recording that can be decoded.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task<AlignedText> AlignTextAsync(
        string path, string text, TranscriptionOptions? options = null, IProgress<TranscriptionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        options ??= new TranscriptionOptions();
        var recognised = await TranscribeAsync(path, options, progress, cancellationToken).ConfigureAwait(false);
        var comparison = TextComparison.Of(recognised, text);
        var alignment = new AlignmentOptions { Language = options.Language, Track = options.Track, Part = options.Part };
        return comparison.Place(await AlignAsync(path, comparison.Corrected, alignment, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Makes the voice by which a person is known again (<see cref="TranscriptionOptions.KnownVoices"/>) from a file.</summary>
    /// <remarks>
    /// Nothing is recognised. At most ten minutes of speech are listened to; half a minute is as good as more.
    /// </remarks>
    /// <param name="path">A recording in any common format in which the person speaks, and nobody else in the ranges given.</param>
    /// <param name="options">Where the person speaks; null: in all of it.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <exception cref="ArgumentException">A range is none, or the channel is negative.</exception>
    /// <exception cref="VoiceEnrolmentException">Too little is said, or more than one person speaks.</exception>
    /// <exception cref="InvalidAudioException">The file is not a recording that can be decoded, or longer than allowed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public Task<VoiceProfile> EnrolVoiceAsync(
        string path, VoiceEnrolmentOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            options ??= new VoiceEnrolmentOptions();
            Validate(options);
            return new VoiceEnrolment(_resources.Pipeline, options, VoiceEnrolment.Longest).RunAsync(path, cancellationToken);
        }
        catch (ArgumentException e)
        {
            return Task.FromException<VoiceProfile>(e);
        }
    }

    /// <summary>
    /// Makes the voice by which a person is known again from a stream, which is spooled to a temporary file first (containers need
    /// seeking).
    /// </summary>
    /// <param name="audio">A recording in any common format in which the person speaks, and nobody else in the ranges given.</param>
    /// <param name="options">Where the person speaks; null: in all of it.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <exception cref="ArgumentException">A range is none, or the channel is negative.</exception>
    /// <exception cref="VoiceEnrolmentException">Too little is said, or more than one person speaks.</exception>
    /// <exception cref="InvalidAudioException">The stream is not a recording that can be decoded, or longer than allowed.</exception>
    public async Task<VoiceProfile> EnrolVoiceAsync(
        Stream audio, VoiceEnrolmentOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var recording = await SpooledRecording.CreateAsync(audio, cancellationToken).ConfigureAwait(false);
        return await EnrolVoiceAsync(recording.Path, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets running windows finish, cancels waiting ones, and lets go of the speech model.</summary>
    public async ValueTask DisposeAsync()
    {
        _recogniser.Dispose();
        _liveRecogniser.Dispose();
        _model.Dispose();
        if (_ownsResources) await _resources.DisposeAsync().ConfigureAwait(false);
        else UnusedMemory.Release();
    }

    private Task<Transcript> TranscribeAsync(
        string path, TranscriptionOptions options, SpeechDistribution? distribution, IProgress<TranscriptionProgress>? progress,
        CancellationToken cancellationToken)
    {
        try
        {
            return new FileTranscription(_resources.Pipeline, _recogniser, options, Validate(options), progress, distribution)
                .RunAsync(path, cancellationToken);
        }
        catch (ArgumentException e)
        {
            return Task.FromException<Transcript>(e);
        }
    }

    private static TranscriptionEngine Create(EngineResources resources, bool ownsResources, string? model)
    {
        var resolved = resources.Models.Locate(model, ModelKind.Speech);
        var judge = resources.Options.SecondOpinion ? SpeechModelFamilies.JudgeOf(resources.Models, resolved) : null;
        // Read twice, side by side: whoever waits for the first words does not wait for both.
        var check = Task.Run(() =>
        {
            ModelStore.Verify(resolved);
            if (judge is not null) ModelStore.Verify(judge);
        });
        ISpeechModel speech;
        SecondOpinion? opinion;
        try
        {
            opinion = judge is null ? null : SpeechModelFamilies.OpinionOf(judge, resolved);
            speech = SpeechModelFamilies.Open(resolved, opinion, new VoiceEvidence(resources.Pipeline.VoiceActivity));
        }
        catch
        {
            // Of a file that is damaged, that is the reason.
            check.GetAwaiter().GetResult();
            throw;
        }
        using var made = new DisposedOnFailure();
        made.Add(speech);
        check.GetAwaiter().GetResult();
        made.Keep();
        var engine = new TranscriptionEngine(resources, ownsResources, resolved.Name, speech, opinion?.Name);
        // Loading leaves some 200 MB of garbage behind, which would otherwise stay until the heap has grown as far again.
        UnusedMemory.Release();
        return engine;
    }

    private static void Validate(VoiceEnrolmentOptions options)
    {
        foreach (var range in options.Ranges)
        {
            if (range.Start >= TimeSpan.Zero && range.End > range.Start) continue;
            throw new ArgumentOutOfRangeException(
                nameof(options),
                $"A stretch of a recording starts at 0 or later, and ends after it starts, unlike {range.Start} to {range.End}.");
        }
        if (options.Channel < 0)
            throw new ArgumentOutOfRangeException(nameof(options), $"Channels are counted from 0 on: {options.Channel} is none.");
        ValidateDuration(options.MaximumDuration, nameof(options));
    }

    private static void ValidateDuration(TimeSpan? limit, string parameter)
    {
        if (limit <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(
                parameter, $"The longest recording accepted has to be longer than nothing, not {limit}.");
    }

    private static void Validate(RecordingPart? part)
    {
        if (part is not null && (part.Start < TimeSpan.Zero || part.End <= part.Start))
        {
            throw new ArgumentOutOfRangeException(
                nameof(part), $"A part of a recording starts at 0 or later, and ends after it starts, unlike {part}.");
        }
    }

    private static void ValidateSpeakers(TranscriptionOptions options)
    {
        foreach (var count in new[] { options.SpeakerCount, options.MinimumSpeakers, options.MaximumSpeakers })
        {
            if (count is < 1 or > SpeakerLimits.MostFound)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(options), $"The number of speakers is from 1 to {SpeakerLimits.MostFound}, not {count}.");
            }
        }
        if (options.MinimumSpeakers > options.MaximumSpeakers)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), $"There cannot be at least {options.MinimumSpeakers} and at most {options.MaximumSpeakers} speakers.");
        }
        if (options.SpeakerCount is not null && (options.MinimumSpeakers ?? options.MaximumSpeakers) is not null)
            throw new ArgumentException("Either the number of speakers is given, or the least and the most of them.", nameof(options));
    }

    private LanguagePrior Validate(TranscriptionOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BeamSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.BeamSize, RecognitionRequest.MaximumBeam);
        ValidateSpeakers(options);
        KnownVoiceCheck.Check(options.KnownVoices);
        ValidateDuration(options.MaximumDuration, nameof(options));
        Validate(options.Part);
        if (options.Translation is { } translation && Options.Translators is null) CheckSpoken(translation);
        return LanguagePrior.From(options.Language, options.LanguageHints, options.LanguageHintsStrict, Languages);
    }

    // Without translators of text there is only what the speech model does.
    private void CheckSpoken(TranslationOptions translation)
    {
        var spoken = SpokenTranslator.PairsOf(_model).Select(pair => pair.Target).ToHashSet(StringComparer.Ordinal);
        if (translation.Targets.FirstOrDefault(target => !spoken.Contains(target)) is not { } missing) return;
        throw new ArgumentException(
            $"This engine has no translator into '{missing}': "
                + $"give it some with {nameof(EngineOptions)}.{nameof(EngineOptions.Translators)}, "
            + "such as those of Hansard.Translation. "
            + (spoken.Count == 0
                ? $"The model {ModelName} translates nothing itself."
                : $"The model {ModelName} itself translates into {string.Join(", ", spoken)} only."),
            nameof(translation));
    }
}
