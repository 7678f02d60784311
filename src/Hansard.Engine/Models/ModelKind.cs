using System.Text.Json.Serialization;

namespace Hansard.Engine.Models;

/// <summary>Purposes of models.</summary>
internal enum ModelKind
{
    /// <summary>Speech to text.</summary>
    [JsonStringEnumMemberName("speech")]
    Speech,

    /// <summary>Judges the hypotheses of a speech model.</summary>
    [JsonStringEnumMemberName("rescorer")]
    Rescorer,

    /// <summary>Detection of speech.</summary>
    [JsonStringEnumMemberName("vad")]
    VoiceActivity,

    /// <summary>Segmentation: tells who differs from whom within some seconds of speech.</summary>
    [JsonStringEnumMemberName("speaker-segmentation")]
    SpeakerSegmentation,

    /// <summary>A piece of speech to a vector that tells its speaker.</summary>
    [JsonStringEnumMemberName("speaker-encoder")]
    SpeakerEncoder,

    /// <summary>Text to text in another language.</summary>
    [JsonStringEnumMemberName("translation")]
    Translation,
}
