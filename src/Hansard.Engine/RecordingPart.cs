namespace Hansard.Engine;

/// <summary>A part of a recording.</summary>
/// <param name="Start">From the start of the recording.</param>
/// <param name="End">After <paramref name="Start"/>, from the start of the recording; null: the recording's end.</param>
public sealed record RecordingPart(TimeSpan Start, TimeSpan? End = null);
