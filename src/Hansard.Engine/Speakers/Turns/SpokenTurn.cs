using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Turns;

/// <summary>Stretch in which one person speaks.</summary>
/// <param name="Frames">Where it lies.</param>
/// <param name="Speaker">From 0 on.</param>
internal readonly record struct SpokenTurn(FrameRange Frames, int Speaker);
