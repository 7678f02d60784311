using System.Text.RegularExpressions;
using Hansard.Engine.Translation.Terms;

namespace Hansard.Engine.Translation.Text;

/// <summary>
/// Words that a default model is known to hallucinate on, said in others that it knows. Found by trying: "Thank you for coming." became
/// "Obrigado por enviar uma edição.", and "Thanks for coming." is right.
/// </summary>
internal static partial class SourceRewriting
{
    /// <summary>Rewrites a sentence; places of terms move along.</summary>
    public static (string Text, IReadOnlyList<TermSpan> Spans) Apply(string text, IReadOnlyList<TermSpan> spans, LanguagePair pair) => (pair.Source, pair.Target) switch
    {
        ("en", "pt") => Replace(ThankYou(), text, spans, "hanks"),
        ("pt", "en") => Replace(Obrigada(), text, spans, "brigado"),
        _ => (text, spans),
    };

    private static (string Text, IReadOnlyList<TermSpan> Spans) Replace(Regex pattern, string text, IReadOnlyList<TermSpan> spans, string replacement)
    {
        for (var match = pattern.Match(text); match.Success; match = pattern.Match(text, match.Index + 1 + replacement.Length))
        {
            var (start, length) = (match.Index + 1, match.Length - 1);
            if (spans.Any(s => s.Start < start + length && match.Index < s.End)) return (text, spans);
            text = string.Concat(text.AsSpan(0, start), replacement, text.AsSpan(start + length));
            spans = [.. spans.Select(s => s.Start > start ? s with { Start = s.Start + replacement.Length - length } : s)];
        }

        return (text, spans);
    }

    [GeneratedRegex(@"\bthank you\b(?! so much| very much)", RegexOptions.IgnoreCase)]
    private static partial Regex ThankYou();

    [GeneratedRegex(@"\bobrigada\b", RegexOptions.IgnoreCase)]
    private static partial Regex Obrigada();
}
