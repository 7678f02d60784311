namespace Hansard.Engine.Audio.Containers;

/// <summary>Formats that are only a sequence of frames, with no header of the file.</summary>
internal enum FramedStreamKind
{
    /// <summary>None of them.</summary>
    None,

    /// <summary>MPEG audio, layers 1 to 3.</summary>
    MpegAudio,

    /// <summary>AAC in ADTS frames.</summary>
    Adts,

    /// <summary>AC-3, also called Dolby Digital.</summary>
    Ac3,

    /// <summary>Enhanced AC-3, also called Dolby Digital Plus.</summary>
    EnhancedAc3,

    /// <summary>AAC in LOAS frames, as digital radio and television send it.</summary>
    Loas,

    /// <summary>DTS Coherent Acoustics.</summary>
    Dts,

    /// <summary>GSM 06.10 full rate.</summary>
    Gsm,
}
