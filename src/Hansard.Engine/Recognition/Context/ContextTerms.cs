namespace Hansard.Engine.Recognition.Context;

/// <summary>The context of a recording, prepared once for all its windows.</summary>
internal sealed class ContextTerms
{
    /// <summary>
    /// Tokens of a prompt at most. The decoder would take 223, but every token of it costs time in each window, and what matters
    /// most is nearest to the text.
    /// </summary>
    private const int MaximumPrompt = 96;

    private readonly WhisperTokenizer _tokenizer;
    private readonly IReadOnlyList<int> _background;

    private ContextTerms(IReadOnlyList<ContextTerm> terms, IReadOnlyList<int> background, WhisperTokenizer tokenizer)
        => (All, _background, _tokenizer) = (terms, background, tokenizer);

    /// <summary>The terms, each once.</summary>
    public IReadOnlyList<ContextTerm> All { get; }

    /// <summary>Prepares a context.</summary>
    /// <returns>Null if there is nothing in it to listen for.</returns>
    public static ContextTerms? From(TranscriptionContext? context, WhisperTokenizer tokenizer)
    {
        if (context is null) return null;
        ContextTerm[] terms = [.. context.Terms
            .Select(t => string.Join(' ', t.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            .Select(t => new ContextTerm(t, SpokenForm.Of(t), t.Count(' ') + 1))
            .Where(t => t.Spoken.Length > 0)
            .DistinctBy(t => t.Spoken)];
        if (terms.Length == 0) return null;
        // What is said of the matter in a few words is worth more than a long text, so it stands behind it.
        var facts = string.Join("; ", context.General.Where(g => !string.IsNullOrWhiteSpace(g.Value)).Select(g => $"{g.Key.Trim()}: {g.Value.Trim()}"));
        string[] background = [.. new[] { context.Text, facts }.Where(t => !string.IsNullOrWhiteSpace(t)).Select(t => $" {t!.Trim().TrimEnd('.')}.")];
        return new ContextTerms(terms, tokenizer.Encode(string.Concat(background)), tokenizer);
    }

    /// <summary>Text that a window is decoded after: the terms that may be in it last, where they weigh most, and before them as much of the rest as fits.</summary>
    /// <param name="likely">Terms that may be said in the window, the likeliest first.</param>
    public IReadOnlyList<int> Prompt(IEnumerable<ContextTerm> likely)
    {
        List<int> terms = [];
        foreach (var term in likely)
        {
            var tokens = _tokenizer.Encode($" {term.Text},");
            if (terms.Count + tokens.Count > MaximumPrompt) break;
            terms.InsertRange(0, tokens);
        }
        return [.. _background.TakeLast(MaximumPrompt - terms.Count), .. terms];
    }
}
