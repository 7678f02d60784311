using Hansard.Engine.Recognition;

namespace Hansard.Engine.Pipeline.Live;

/// <summary>A decoding of the growing window that is due.</summary>
/// <param name="Request">The window.</param>
/// <param name="Start">Its first sample.</param>
/// <param name="End">The sample after its last.</param>
/// <param name="Closes">Whether all that is said in it is final then.</param>
internal sealed record LiveDecoding(RecognitionRequest Request, long Start, long End, bool Closes);
