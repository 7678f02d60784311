namespace Hansard.Engine.Recognition.Context;

/// <summary>A term of the context.</summary>
/// <param name="Text">As given, without blanks around it.</param>
/// <param name="Spoken">Its <see cref="SpokenForm"/>; never empty.</param>
/// <param name="Words">Its words.</param>
internal sealed record ContextTerm(string Text, string Spoken, int Words)
{
    /// <summary>Indicates whether it is one word with a capital and small letters: a name that may also be a word.</summary>
    public bool IsName { get; } = Words == 1 && char.IsUpper(Text.FirstOrDefault()) && Text.Skip(1).All(char.IsLower);
}
