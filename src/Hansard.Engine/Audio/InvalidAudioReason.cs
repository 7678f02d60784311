namespace Hansard.Engine.Audio;

/// <summary>What about a recording keeps it from being transcribed.</summary>
public enum InvalidAudioReason
{
    /// <summary>It is not audio, damaged, or in a form that is not known.</summary>
    NotDecodable,

    /// <summary>It is longer than allowed.</summary>
    TooLong,
}
