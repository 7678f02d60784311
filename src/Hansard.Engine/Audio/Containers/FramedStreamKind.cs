namespace Hansard.Engine.Audio.Containers;

/// <summary>Formats that are only a sequence of frames, with no header of the file.</summary>
internal enum FramedStreamKind
{
    /// <summary>Neither.</summary>
    None,

    /// <summary>MPEG audio, layers 1 to 3.</summary>
    MpegAudio,

    /// <summary>AAC in ADTS frames.</summary>
    Adts,
}
