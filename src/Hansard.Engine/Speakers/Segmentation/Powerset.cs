namespace Hansard.Engine.Speakers.Segmentation;

/// <summary>
/// The classes of pyannote segmentation-3.0: nobody, 1, 2, 3, 1+2, 1+3, 2+3, where the numbers are speakers of one window alone.
/// </summary>
internal static class Powerset
{
    /// <summary>Number of classes.</summary>
    public const int Classes = 7;

    /// <summary>Speakers told apart within a window, of whom two at once.</summary>
    public const int LocalSpeakers = 3;

    // One bit a local speaker.
    private static ReadOnlySpan<byte> Members => [0b000, 0b001, 0b010, 0b100, 0b011, 0b101, 0b110];

    /// <summary>Indicates whether a local speaker belongs to a class.</summary>
    public static bool Contains(int set, int local) => (Members[set] >> local & 1) != 0;

    /// <summary>Number of local speakers in a class.</summary>
    public static int Count(int set) => System.Numerics.BitOperations.PopCount(Members[set]);
}
