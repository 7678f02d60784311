namespace Hansard.Engine.Recognition.Whisper.Checkpoints;

/// <summary>Types of a checkpoint's numbers.</summary>
internal enum ElementType
{
    /// <summary>32 bits.</summary>
    Float32,

    /// <summary>16 bits, 5 of them exponent.</summary>
    Float16,

    /// <summary>The upper half of 32 bits.</summary>
    BFloat16,

    /// <summary>8 bits with sign.</summary>
    Int8,

    /// <summary>16 bits with sign.</summary>
    Int16,

    /// <summary>32 bits with sign.</summary>
    Int32,
}
