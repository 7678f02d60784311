namespace Hansard.Translation.Apertium.Rules;

/// <summary>A text that is written in the place of another.</summary>
/// <param name="From">The text replaced.</param>
/// <param name="To">Its replacement.</param>
internal readonly record struct Exchange(string From, string To);
