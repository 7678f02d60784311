using Hansard.Engine.Recognition.Whisper;

namespace Hansard.Engine.Recognition.Context;

/// <summary>The context of a recording, prepared once for all its windows.</summary>
internal sealed class ContextTerms
{
    /// <summary>
    /// Tokens of a prompt at most. The decoder would take 223, but every token of it costs time in each window, and what matters
    /// most is nearest to the text.
    /// </summary>
    private const int MaximumPrompt = 96;

    /// <summary>Names taken from the text and the facts at most.</summary>
    private const int MaximumNames = 200;

    private readonly WhisperTokenizer _tokenizer;
    private readonly IReadOnlyList<int> _background;

    private ContextTerms(ContextTerm[] given, IEnumerable<ContextTerm> names, IReadOnlyList<int> background, WhisperTokenizer tokenizer)
        => (Given, All, _background, _tokenizer) = (given, [.. given.Concat(names).DistinctBy(t => t.Spoken)], background, tokenizer);

    /// <summary>The terms that the caller lists, each once. They are written as given.</summary>
    public IReadOnlyList<ContextTerm> Given { get; }

    /// <summary>These, and the names in the text and the facts. All are listened for where something like them is heard.</summary>
    public IReadOnlyList<ContextTerm> All { get; }

    /// <summary>Prepares a context.</summary>
    /// <returns>Null if there is nothing in it to listen for.</returns>
    public static ContextTerms? From(TranscriptionContext? context, WhisperTokenizer tokenizer)
    {
        if (context is null) return null;
        ContextTerm[] given = [.. Terms(context.Terms)];
        var names = Terms(context.General.SelectMany(g => ContextNames.In(g.Value, isSentence: false)).Concat(ContextNames.In(context.Text ?? "", isSentence: true)))
            .Take(MaximumNames).ToArray();
        if (given.Length + names.Length == 0) return null;
        // What is said of the matter in a few words is worth more than a long text, so it stands behind it.
        var facts = string.Join("; ", context.General.Where(g => !string.IsNullOrWhiteSpace(g.Value)).Select(g => $"{g.Key.Trim()}: {g.Value.Trim()}"));
        string[] background = [.. new[] { context.Text, facts }.Where(t => !string.IsNullOrWhiteSpace(t)).Select(t => $" {t!.Trim().TrimEnd('.')}.")];
        return new ContextTerms(given, names, tokenizer.Encode(string.Concat(background)), tokenizer);
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

    private static IEnumerable<ContextTerm> Terms(IEnumerable<string> texts) => texts
        .Select(t => string.Join(' ', t.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        .Select(t => new ContextTerm(t, SpokenForm.Of(t), t.AsSpan().Count(' ') + 1))
        .Where(t => t.Spoken.Length > 0)
        .DistinctBy(t => t.Spoken);
}
