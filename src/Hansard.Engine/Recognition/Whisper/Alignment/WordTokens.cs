namespace Hansard.Engine.Recognition.Whisper.Alignment;

/// <summary>A word and the tokens it is made of.</summary>
/// <param name="Text">With its leading space, where it has one.</param>
/// <param name="Tokens">At least one.</param>
internal sealed record WordTokens(string Text, IReadOnlyList<int> Tokens);
