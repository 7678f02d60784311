namespace Hansard.Engine.Audio;

/// <summary>Reasons why a recording cannot be transcribed.</summary>
public enum InvalidAudioReason
{
    /// <summary>Not audio, damaged, or in a form that is not known.</summary>
    NotDecodable,

    /// <summary>Longer than allowed.</summary>
    TooLong,
}
