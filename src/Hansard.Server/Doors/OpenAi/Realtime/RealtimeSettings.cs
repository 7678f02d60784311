using Hansard.Engine.Audio.Live;
using Hansard.Server.Jobs;

namespace Hansard.Server.Doors.OpenAi.Realtime;

/// <summary>Settings of a session, which its client may change at any time.</summary>
internal sealed record RealtimeSettings
{
    /// <summary>Sixteen bits, little-endian.</summary>
    public const string Pcm = "audio/pcm";

    /// <summary>G.711, µ-law.</summary>
    public const string MuLaw = "audio/pcmu";

    /// <summary>G.711, A-law.</summary>
    public const string ALaw = "audio/pcma";

    /// <summary>The rate of telephones, in Hz.</summary>
    public const int TelephoneRate = 8_000;

    /// <summary>The encoding of the sound: <see cref="Pcm"/>, <see cref="MuLaw"/> or <see cref="ALaw"/>.</summary>
    public string Encoding { get; init; } = Pcm;

    /// <summary>Samples a second; one channel.</summary>
    public int Rate { get; init; } = 24_000;

    /// <summary>The model as the client named it.</summary>
    public required string Model { get; init; }

    /// <summary>The language as the client named it; null: it is found out.</summary>
    public string? Language { get; init; }

    /// <summary>A text on the matter, or names and words; null for none.</summary>
    public string? Prompt { get; init; }

    /// <summary>Names and words that may be said.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>Wishes for when an utterance is over; null: the client says so.</summary>
    public TurnDetection? Turns { get; init; } = TurnDetection.Usual;

    /// <summary>near_field or far_field; told back only. Null for none.</summary>
    public string? NoiseReduction { get; init; }

    /// <summary>Indicates whether the client wants to know how sure each piece of text is.</summary>
    public bool HasLogprobs { get; init; }

    /// <summary>Options of the transcription.</summary>
    public required TranscriptionRequest Transcription { get; init; }

    /// <summary>The format of the sound.</summary>
    public LiveAudioFormat Format => LiveAudioFormat.Raw(
        Encoding switch { MuLaw => "mulaw", ALaw => "alaw", _ => "pcm_s16le" }, Rate, channels: 1);

    /// <summary>The length of so many bytes of sound.</summary>
    public TimeSpan Duration(long bytes) => TimeSpan.FromSeconds((double)bytes / Rate / (Encoding == Pcm ? 2 : 1));

    /// <summary>Determines whether sound is heard otherwise with other settings.</summary>
    public bool HearsAs(RealtimeSettings other)
        => (Encoding, Rate, Model, Language, Prompt, Turns)
                == (other.Encoding, other.Rate, other.Model, other.Language, other.Prompt, other.Turns)
            && Keywords.SequenceEqual(other.Keywords);
}
