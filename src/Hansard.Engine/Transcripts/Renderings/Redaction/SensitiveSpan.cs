namespace Hansard.Engine.Transcripts.Renderings.Redaction;

/// <summary>Something in a text that is not to be shown.</summary>
/// <param name="First">Index of its first piece.</param>
/// <param name="End">Index after its last piece.</param>
/// <param name="Kind">Its kind.</param>
internal readonly record struct SensitiveSpan(int First, int End, SensitiveKind Kind);
