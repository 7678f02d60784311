namespace Hansard.Engine.Recognition.Whisper.Alignment;

/// <summary>Places of tokens in a window.</summary>
/// <param name="Starts">For each the first position of 20 ms.</param>
/// <param name="Ends">For each the position after its last; its start, or less, where it shares one with the token after it.</param>
internal sealed record SpokenRows(int[] Starts, int[] Ends);
