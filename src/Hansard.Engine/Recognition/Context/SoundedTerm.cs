namespace Hansard.Engine.Recognition.Context;

/// <summary>A term with its pronunciations in a language.</summary>
/// <param name="Term">The term.</param>
/// <param name="Sounds">The likeliest first.</param>
internal sealed record SoundedTerm(ContextTerm Term, IReadOnlyList<string> Sounds);
