using Hansard.Engine.Recognition.Context;

namespace Hansard.Engine.Recognition.Whisper.Terms;

/// <summary>The place of a term in a text, and the words that were recognised there.</summary>
/// <param name="NameLikelihood">Probability that a word with a capital stands there, as the model judges it.</param>
/// <param name="IsOrdinary">Whether words of the dictionary stand there, in small letters.</param>
/// <param name="IsFirst">Whether a sentence begins there: a capital says nothing.</param>
/// <param name="Language">Spoken there.</param>
internal readonly record struct TermPlace(double NameLikelihood, bool IsOrdinary, bool IsFirst, string Language)
{
    /// <summary>Least probability of a capital for a name over ordinary words.</summary>
    private const double LeastName = 0.4;

    private static readonly string[] WithoutNames = ["de", "ja", "ko", "zh"];

    /// <summary>Indicates whether capitals tell names from words: not where all nouns have them, and not where there are none.</summary>
    public bool HasCapitals => Array.IndexOf(WithoutNames, Language) < 0;

    /// <summary>Indicates whether small letters tell that no noun, and so no name, was recognised.</summary>
    public bool IsNoNoun => Language == "de" && IsOrdinary;

    /// <summary>Determines whether a term that is spelled like the words there can have been said.</summary>
    /// <param name="term">The term.</param>
    public bool Takes(ContextTerm term)
        => !(Language == "en" || IsNoNoun) || !IsOrdinary || (!IsFirst && NameLikelihood >= LeastName) || !term.Text.Any(char.IsUpper);
}
