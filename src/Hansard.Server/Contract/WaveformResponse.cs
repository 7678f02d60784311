using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>The waveform of a recording, mixed to one channel, to be drawn.</summary>
internal sealed record WaveformResponse(
    [property: Description("Length of the recording as decoded.")] long DurationMs,
    [property: Description("The least sample of each stretch, from -127 to 127.")] IReadOnlyList<int> Min,
    [property: Description("The greatest sample of each stretch, from -127 to 127.")] IReadOnlyList<int> Max);
