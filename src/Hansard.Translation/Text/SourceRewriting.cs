using System.Text.RegularExpressions;
using Hansard.Translation.Terms;

namespace Hansard.Translation.Text;

/// <summary>
/// Words that a default model is known to hallucinate on, said in others that it knows. Found by trying: "Thank you for coming." became
/// "Obrigado por enviar uma edição.", and "Thanks for coming." is right.
/// </summary>
internal static partial class SourceRewriting
{
    private static readonly Change[] EnglishToPortuguese =
    [
        new(ThankYou(), "thanks"),
        // A shop's, not an author's: taken for a salesman.
        new(BestSeller(), "best-selling product"),
        // Taken for beer; a name is copied.
        new(ColdBrew(), "Cold Brew"),
        // Taken for "a bit", and for "some".
        new(QuiteABit(), "a lot"),
        new(QuiteAFew(), "many"),
    ];

    private static readonly Change[] PortugueseToEnglish = [new(Obrigada(), "obrigado")];

    /// <summary>Rewrites a sentence; places of terms move along.</summary>
    public static TermTranslation.Sentence Apply(string text, IReadOnlyList<TermSpan> spans, LanguagePair pair)
    {
        var changes = (pair.Source, pair.Target) switch
        {
            ("en", "pt") => EnglishToPortuguese,
            ("pt", "en") => PortugueseToEnglish,
            _ => [],
        };
        foreach (var (pattern, with) in changes) (text, spans) = Replace(pattern, text, spans, with);
        return new TermTranslation.Sentence(text, spans);
    }

    private static TermTranslation.Sentence Replace(
        Regex pattern, string text, IReadOnlyList<TermSpan> spans, string with)
    {
        for (var match = pattern.Match(text); match.Success; match = pattern.Match(text, match.Index + with.Length))
        {
            if (spans.Any(s => s.Start < match.Index + match.Length && match.Index < s.End))
                return new TermTranslation.Sentence(text, spans);
            var replacement = char.IsUpper(match.Value[0]) ? char.ToUpperInvariant(with[0]) + with[1..] : with;
            text = string.Concat(text.AsSpan(0, match.Index), replacement, text.AsSpan(match.Index + match.Length));
            spans = [.. spans.Select(s => s.Start > match.Index ? s with { Start = s.Start + with.Length - match.Length } : s)];
        }

        return new TermTranslation.Sentence(text, spans);
    }

    [GeneratedRegex(@"\bthank you\b(?! so much| very much)", RegexOptions.IgnoreCase)]
    private static partial Regex ThankYou();

    [GeneratedRegex(@"(?<=\b(?:my|your|our|their) )best[- ]seller\b", RegexOptions.IgnoreCase)]
    private static partial Regex BestSeller();

    [GeneratedRegex(@"\bcold brew\b")]
    private static partial Regex ColdBrew();

    [GeneratedRegex(@"\bquite a bit\b", RegexOptions.IgnoreCase)]
    private static partial Regex QuiteABit();

    [GeneratedRegex(@"\bquite a few\b", RegexOptions.IgnoreCase)]
    private static partial Regex QuiteAFew();

    [GeneratedRegex(@"\bobrigada\b", RegexOptions.IgnoreCase)]
    private static partial Regex Obrigada();

    private readonly record struct Change(Regex Pattern, string With);
}
