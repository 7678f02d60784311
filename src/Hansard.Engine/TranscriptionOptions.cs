using Hansard.Engine.Translation;
using Hansard.Engine.Voices;

namespace Hansard.Engine;

/// <summary>Options of the transcription of one recording.</summary>
public sealed record TranscriptionOptions
{
    /// <summary>
    /// The language spoken throughout (a code of ISO 639, or a tag that begins with one, such as en-US), or null to identify it.
    /// </summary>
    /// <remarks>
    /// A tag that names a script of Chinese (zh-Hant, zh-Hans, or by a region, zh-TW, zh-HK, zh-MO, zh-CN, zh-SG) has Chinese written in
    /// it; so has one among <see cref="LanguageHints"/>, where no other contradicts it. Terms of the context stay as they were given.
    /// </remarks>
    public string? Language { get; init; }

    /// <summary>
    /// Languages that are likely to be spoken, in the same form; those that the model lacks are ignored. No meaning with <see
    /// cref="Language"/>.
    /// </summary>
    public IReadOnlyList<string> LanguageHints { get; init; } = [];

    /// <summary>Indicates whether no language but those of <see cref="LanguageHints"/> is possible.</summary>
    public bool LanguageHintsStrict { get; init; }

    /// <summary>Subject and terms of the recording; null for none.</summary>
    public TranscriptionContext? Context { get; init; }

    /// <summary>Hypotheses kept by the beam search; 1 is the fastest, and keeps a spare one.</summary>
    public int BeamSize { get; init; } = 5;

    /// <summary>
    /// Indicates whether a second, small model is asked which of the hypotheses is the best, where the speech model has one for the
    /// language (the default model for English): fewer errors for some more time.
    /// </summary>
    public bool SecondOpinion { get; init; } = true;

    /// <summary>Lets the decoder predict timestamp tokens. Off by default: it costs accuracy, and word times come from alignment.</summary>
    public bool PredictTimestamps { get; init; }

    /// <summary>
    /// The sound track of a recording that has several: its number from 1 on, or its language (a code of ISO 639, or a tag), or "all" for a
    /// transcript of each (<see cref="Transcripts.Transcript.Tracks"/>), one after the other; null: the one that the container recommends,
    /// or if nobody speaks on it, the first on which somebody does.
    /// </summary>
    public string? Track { get; init; }

    /// <summary>The part of the recording that is transcribed, whose times stay the recording's own; null: all of it.</summary>
    /// <remarks>
    /// <see cref="Transcripts.Transcript.Duration"/> is the part's then. Not with live audio. Which track and which channels are
    /// transcribed is decided by the whole.
    /// </remarks>
    public RecordingPart? Part { get; init; }

    /// <summary>
    /// Indicates whether words of low confidence have what else was heard in their place (<see
    /// cref="Transcripts.TranscriptToken.Alternatives"/>): what the other hypotheses of the beam say there, so only with a <see
    /// cref="BeamSize"/> above 1, and a model that searches.
    /// </summary>
    public bool KeepAlternatives { get; init; }

    /// <summary>Indicates whether every word gets a speaker.</summary>
    public bool Diarize { get; init; }

    /// <summary>The number of speakers, 1 to 20; null: found out. Only with <see cref="Diarize"/>.</summary>
    public int? SpeakerCount { get; init; }

    /// <summary>The least number of speakers, 1 to 20; null: 1. Not with <see cref="SpeakerCount"/>.</summary>
    public int? MinimumSpeakers { get; init; }

    /// <summary>The greatest number of speakers, 1 to 20; null: 20. Not with <see cref="SpeakerCount"/>.</summary>
    public int? MaximumSpeakers { get; init; }

    /// <summary>Meaning of the channels. Only with <see cref="Diarize"/>.</summary>
    public ChannelHandling Channels { get; init; }

    /// <summary>
    /// People whose voices are looked for among the speakers (<see cref="Transcripts.TranscriptSpeaker.Name"/>); empty: nobody's. Only with
    /// <see cref="Diarize"/>, and with the voice encoder that comes with the repository: names were measured with no other.
    /// </summary>
    public IReadOnlyList<KnownVoice> KnownVoices { get; init; } = [];

    /// <summary>
    /// Indicates whether the transcript has each speaker's voice, to know the person again by (<see
    /// cref="Transcripts.TranscriptSpeaker.Voice"/>). Only with <see cref="Diarize"/>.
    /// </summary>
    public bool KeepVoices { get; init; }

    /// <summary>
    /// The longest recording accepted; null: as long as <see cref="EngineOptions.MaximumDuration"/>, which stands above it. A longer one is
    /// an <see cref="Audio.InvalidAudioException"/> whose reason is <see cref="Audio.InvalidAudioReason.TooLong"/>, once this much has been
    /// decoded.
    /// </summary>
    public TimeSpan? MaximumDuration { get; init; }

    /// <summary>Translation to make; null: none.</summary>
    public TranslationOptions? Translation { get; init; }
}
