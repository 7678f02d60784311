using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Hansard.Engine.Recognition.Whisper.Instructions;

/// <summary>The instructions that this processor has, and those that are used.</summary>
internal static class InstructionSets
{
    /// <summary>The environment variable that names the instructions to be used.</summary>
    public const string EnvironmentVariable = "HANSARD_INSTRUCTIONS";

    /// <summary>Sets that this processor has, the fastest first.</summary>
    public static IReadOnlyList<InstructionSet> Available { get; } = [.. Enum.GetValues<InstructionSet>().Where(IsAvailable)];

    /// <summary>The instructions that are used.</summary>
    /// <param name="named">What <see cref="EnvironmentVariable"/> says; null or empty: nothing.</param>
    /// <exception cref="InvalidDataException">It names none, or none that this processor has.</exception>
    public static InstructionSet Choose(string? named)
    {
        if (string.IsNullOrEmpty(named)) return Available[0];
        foreach (var set in Available)
            if (string.Equals(named, $"{set}", StringComparison.OrdinalIgnoreCase)) return set;
        throw new InvalidDataException(
            $"{EnvironmentVariable} is '{named}', which this processor does not have: "
            + $"it can be {string.Join(", ", Available.Select(Name))}. Without it, the fastest of them is used.");
    }

    /// <summary>The name of a set in <see cref="EnvironmentVariable"/>.</summary>
    public static string Name(InstructionSet set) => $"{set}".ToLowerInvariant();

    private static bool IsAvailable(InstructionSet set) => set switch
    {
        InstructionSet.Avx512 => Vector512.IsHardwareAccelerated && Avx512DQ.IsSupported,
        InstructionSet.Avx2 => Avx2.IsSupported && Fma.IsSupported,
        InstructionSet.Arm64 => AdvSimd.Arm64.IsSupported,
        _ => true,
    };
}
