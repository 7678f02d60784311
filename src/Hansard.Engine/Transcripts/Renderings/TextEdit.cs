namespace Hansard.Engine.Transcripts.Renderings;

/// <summary>A change of a text.</summary>
/// <param name="Start">Index of the first character that goes.</param>
/// <param name="End">Index after the last one.</param>
/// <param name="Text">What stands in its place.</param>
internal readonly record struct TextEdit(int Start, int End, string Text);
