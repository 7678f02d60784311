using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hansard.Server.Jobs;

/// <summary>Options of a transcription, checked. Kept with the job as JSON.</summary>
internal sealed record TranscriptionRequest
{
    /// <summary>The model by its own name; null: the default one of the server that does the work, as an alias was sent.</summary>
    public string? Model { get; init; }

    /// <summary>As the client sent them; null when absent or empty.</summary>
    public IReadOnlyList<string>? LanguageHints { get; init; }

    /// <summary>Only hinted languages may be recognised.</summary>
    public bool LanguageHintsStrict { get; init; }

    /// <summary>Every token gets a language.</summary>
    public bool EnableLanguageIdentification { get; init; }

    /// <summary>Every token gets a speaker.</summary>
    public bool EnableSpeakerDiarization { get; init; }

    /// <summary>Number of speakers, 1 to 20; null: found out.</summary>
    public int? NumSpeakers { get; init; }

    /// <summary>The least number of speakers, 1 to 20; null: 1. Not with <see cref="NumSpeakers"/>.</summary>
    public int? MinSpeakers { get; init; }

    /// <summary>The greatest number of speakers, 1 to 20; null: 20. Not with <see cref="NumSpeakers"/>.</summary>
    public int? MaxSpeakers { get; init; }

    /// <summary>Speakers who are people of the project are named, and every speaker's voice is kept with the transcript.</summary>
    public bool IdentifySpeakers { get; init; }

    /// <summary>People who may be among the speakers and are named where they are, beside those of the project; null: none.</summary>
    public IReadOnlyList<GivenVoice>? GivenVoices { get; init; }

    /// <summary>Number or language of the sound track that is wanted; null: the best.</summary>
    public string? AudioTrack { get; init; }

    /// <summary>The recording is transcribed from here on, in milliseconds; null: from its start.</summary>
    public long? AudioStartMs { get; init; }

    /// <summary>The recording is transcribed up to here, in milliseconds; null: up to its end.</summary>
    public long? AudioEndMs { get; init; }

    /// <summary>Indicates whether a part of the recording is transcribed, and not all of it.</summary>
    [JsonIgnore]
    public bool IsPart => AudioStartMs is not null || AudioEndMs is not null;

    /// <summary>A JSON object or string, as sent: the API echoes it.</summary>
    public JsonElement? Context { get; init; }

    /// <summary>The terms of the project's vocabulary apply.</summary>
    public bool UseVocabulary { get; init; } = true;

    /// <summary>
    /// Given text of the recording: the transcript becomes this text, with the times at which it is said; null: it is recognised.
    /// </summary>
    public string? AlignedText { get; init; }

    /// <summary>The translation that is wanted; null: none.</summary>
    public TranslationRequest? Translation { get; init; }
}

/// <summary>A person whose voice was sent with a request.</summary>
/// <param name="Name">Name of the person.</param>
/// <param name="Voice">Encrypted for the project, as the voices of known speakers are.</param>
internal sealed record GivenVoice(string Name, byte[] Voice);
