namespace Hansard.Engine.Recognition.Whisper.Instructions;

/// <summary>Instructions that the kernels are compiled for.</summary>
internal enum InstructionSet
{
    /// <summary>Vectors of 512 bits: AVX-512 F, BW, DQ and VL.</summary>
    Avx512,

    /// <summary>Vectors of 256 bits: AVX2 and FMA.</summary>
    Avx2,

    /// <summary>Vectors of 128 bits with fused sums: Arm64's Advanced SIMD.</summary>
    Arm64,

    /// <summary>Vectors of 128 bits of whatever processor there is, without fused sums.</summary>
    Portable,
}
