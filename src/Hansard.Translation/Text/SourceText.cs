using System.Text;
using System.Text.RegularExpressions;
using Hansard.Translation.Terms;

namespace Hansard.Translation.Text;

/// <summary>
/// A sentence made fit for a model, and what to undo in its translation. What is worked around here are faults of the
/// models: they lose characters that their vocabulary lacks, misread capitals, and complete fragments into sentences.
/// </summary>
internal sealed partial record SourceText
{
    private static readonly PlainMark[] Plain =
    [
        new("“", "\""), new("”", "\""), new("„", "\""), new("«", "\""), new("»", "\""), new("‘", "'"), new("’", "'"), new("‚", "'"),
        new("‛", "'"), new("…", "..."),
        new("–", "-"), new("—", "-"), new("―", "-"), new("‐", "-"), new("‑", "-"), new("−", "-"), new("\u00a0", " "), new("\u202f", " "),
        new("\u2009", " "),
    ];

    /// <summary>Text that the model is given.</summary>
    public required string Text { get; init; }

    /// <summary>Places in <see cref="Text"/> with a given translation: terms, and what is to be copied.</summary>
    public required IReadOnlyList<TermSpan> Spans { get; init; }

    /// <summary>The sentence was all capitals, and so shall the translation be.</summary>
    public required bool IsCapitals { get; init; }

    /// <summary>A full stop was added that is to be taken away again.</summary>
    public required bool HasAddedStop { get; init; }

    /// <summary>The sentence had curly quotation marks.</summary>
    public required bool HasCurlyQuotes { get; init; }

    /// <summary>Prepares a sentence.</summary>
    /// <param name="sentence">As recognised.</param>
    /// <param name="terms">Terms with a given translation.</param>
    /// <param name="model">What will translate it.</param>
    public static SourceText Prepare(string sentence, IReadOnlyList<TranslationTerm> terms, ISentenceModel model)
    {
        var text = Spaces().Replace(Simplify(sentence.Trim(), model), " ");
        var isCapitals = IsAllCapitals(text);
        var spans = TermMatcher.Find(text, terms.Select(t => t with { Source = Simplify(t.Source, model) }));
        if (isCapitals) text = Lower(text, spans, model.Pair.Source);
        spans = Protect(text, spans, model);
        (text, spans) = SourceRewriting.Apply(text, spans, model.Pair);
        var lacksStop = text.Length > 0 && (char.IsLetterOrDigit(text[^1]) || text[^1] is '\'' or '"' or ')' or '%');
        return new SourceText
        {
            Text = lacksStop ? text + "." : text,
            Spans = spans,
            IsCapitals = isCapitals,
            HasAddedStop = lacksStop,
            HasCurlyQuotes = sentence.AsSpan().ContainsAny('“', '”'),
        };
    }

    /// <summary>Indicates whether there is anything to translate besides the places whose translation is given.</summary>
    public bool NeedsModel => TermSpan.Replace(Text, Spans.Select(s => s with { Target = "" })).Any(char.IsLetterOrDigit);

    /// <summary>Undoes in the translation what was done to the sentence.</summary>
    public string Restore(string translation)
    {
        var text = translation.Trim();
        // Models of this kind explain interjections that they copy: "Bye (em inglês)".
        if (!Text.Contains('(', StringComparison.Ordinal)) text = AddedRemark().Replace(text, "");
        if (HasAddedStop && text.EndsWith('.') && !text.EndsWith("..", StringComparison.Ordinal)) text = text[..^1];
        if (HasCurlyQuotes && text.Count(c => c == '"') is > 0 and var count && count % 2 == 0) text = Curl(text);
        if (IsCapitals) text = text.ToUpperInvariant();
        return TermRendering.AsGiven(text, Text, Spans);
    }

    private static string Simplify(string text, ISentenceModel model)
    {
        foreach (var (from, to) in Plain)
            if (text.Contains(from, StringComparison.Ordinal) && !model.CanRead(from))
                text = text.Replace(from, to, StringComparison.Ordinal);
        return text;
    }

    // Capitals throughout: at least two words, or one that is shouted. "NASA." is a name.
    private static bool IsAllCapitals(string text)
    {
        var letters = text.Where(char.IsLetter).ToArray();
        if (letters.Length < 4 || letters.Any(char.IsLower) || !letters.Any(char.IsUpper)) return false;
        return text.Contains(' ', StringComparison.Ordinal) || text.EndsWith('!') || letters.Length > 6;
    }

    private static string Lower(string text, IReadOnlyList<TermSpan> spans, string language)
    {
        var lower = new StringBuilder(text.ToLowerInvariant());
        foreach (var span in spans)
            for (var i = span.Start; i < span.End; i++) lower[i] = text[i];
        for (var i = 0; i < lower.Length; i++)
        {
            var begins = i == 0 || !char.IsLetterOrDigit(lower[i - 1]);
            var isFirst = !text.Take(i).Any(char.IsLetterOrDigit);
            var isPronoun = language == "en" && lower[i] == 'i' && begins && (i + 1 == lower.Length || !char.IsLetterOrDigit(lower[i + 1]));
            if (isFirst || isPronoun) lower[i] = char.ToUpperInvariant(lower[i]);
        }

        return lower.ToString();
    }

    // Addresses, and words with characters that the model cannot read, are copied.
    private static List<TermSpan> Protect(string text, IReadOnlyList<TermSpan> terms, ISentenceModel model)
    {
        var spans = terms.ToList();
        void Add(int start, int length)
        {
            if (length > 0 && !spans.Exists(s => s.Start < start + length && start < s.End))
                spans.Add(new TermSpan(start, length, text.Substring(start, length)));
        }

        foreach (Match match in Address().Matches(text))
            Add(match.Index, match.Value.TrimEnd('.', ',', ';', ':', '!', '?', ')', '"', '\'').Length);
        foreach (Match match in Money().Matches(text))
            if (!model.CanRead(match.Value)) Add(match.Index, match.Length);
        foreach (Match match in Word().Matches(text))
        {
            if (!match.Value.Any(char.IsLetterOrDigit) || model.CanRead(match.Value)) continue;
            var word = match.Value.AsSpan().Trim("¿¡.,;:!?()[]\"'-…");
            if (!model.CanRead(word.ToString())) Add(match.Index + match.Value.AsSpan().IndexOf(word), word.Length);
        }

        spans.Sort((a, b) => a.Start.CompareTo(b.Start));
        return spans;
    }

    private static string Curl(string text)
    {
        var curled = new StringBuilder(text);
        var opens = true;
        for (var i = 0; i < curled.Length; i++)
        {
            if (curled[i] != '"') continue;
            curled[i] = opens ? '“' : '”';
            opens = !opens;
        }

        return curled.ToString();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\s*\([^()]*\)")]
    private static partial Regex AddedRemark();

    [GeneratedRegex(@"\b(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)*|(?<!\w)[@#]\w+", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex(@"[$€£¥]\s?\d[\d.,]*\d|[$€£¥]\s?\d|\d[\d.,]*\s?[€£¥]")]
    private static partial Regex Money();

    [GeneratedRegex(@"\S+")]
    private static partial Regex Word();

    /// <summary>A sign that the models know in a plain form only.</summary>
    /// <param name="From">The sign.</param>
    /// <param name="To">Its plain form.</param>
    private readonly record struct PlainMark(string From, string To);
}
