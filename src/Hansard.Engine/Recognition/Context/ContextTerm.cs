namespace Hansard.Engine.Recognition.Context;

/// <summary>A term of the context.</summary>
/// <param name="Text">As given, without blanks around it.</param>
/// <param name="Spoken">Its <see cref="SpokenForm"/>; never empty.</param>
/// <param name="Words">Its words.</param>
internal sealed record ContextTerm(string Text, string Spoken, int Words);
