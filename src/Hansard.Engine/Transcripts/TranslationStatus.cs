using System.Text.Json.Serialization;

namespace Hansard.Engine.Transcripts;

/// <summary>Role of a token in a transcript with translation.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TranslationStatus>))]
public enum TranslationStatus
{
    /// <summary>Spoken, and not translated.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>Spoken, and translated by tokens that follow.</summary>
    [JsonStringEnumMemberName("original")]
    Original,

    /// <summary>A translation of the original tokens before it.</summary>
    [JsonStringEnumMemberName("translation")]
    Translation,
}
