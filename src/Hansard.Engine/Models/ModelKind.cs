using System.Text.Json.Serialization;

namespace Hansard.Engine.Models;

/// <summary>Purposes of models.</summary>
internal enum ModelKind
{
    /// <summary>Speech to text.</summary>
    [JsonStringEnumMemberName("speech")]
    Speech,

    /// <summary>Detection of speech.</summary>
    [JsonStringEnumMemberName("vad")]
    VoiceActivity,

    /// <summary>A piece of speech to a vector that tells its speaker.</summary>
    [JsonStringEnumMemberName("speaker-encoder")]
    SpeakerEncoder,

    /// <summary>Text to text in another language.</summary>
    [JsonStringEnumMemberName("translation")]
    Translation,
}
