namespace Hansard.Engine.Recognition.Whisper.Decoding;

/// <summary>Faults of a text, the least harmful first.</summary>
internal enum TextFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The model itself does not believe in it.</summary>
    Unlikely,

    /// <summary>More characters than can be said in the time.</summary>
    TooFast,

    /// <summary>Compresses like a text that repeats itself.</summary>
    Repetitive,

    /// <summary>Ends in, or holds, one phrase over and over.</summary>
    Loop,
}
