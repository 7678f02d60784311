using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Live;

/// <summary>A piece of one person's speech and its voice.</summary>
/// <param name="Range">In frames of the whole sound.</param>
/// <param name="Voice">A unit vector.</param>
internal readonly record struct LivePiece(FrameRange Range, float[] Voice);
