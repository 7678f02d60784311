namespace Hansard.Engine;

/// <summary>Meaning of the channels of a recording when speakers are told apart.</summary>
public enum ChannelHandling
{
    /// <summary>Two channels that each carry their own voices, as of a telephone call, are speakers; other recordings are mixed.</summary>
    Auto,

    /// <summary>Every channel is a speaker, and is recognised by itself.</summary>
    Split,

    /// <summary>Channels are mixed, and speakers told by their voices.</summary>
    Mix,
}
