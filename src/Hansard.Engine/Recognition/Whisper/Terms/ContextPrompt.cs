using Hansard.Engine.Recognition.Context;

namespace Hansard.Engine.Recognition.Whisper.Terms;

/// <summary>Makes the text that a window is decoded after, of the context of its recording.</summary>
internal static class ContextPrompt
{
    /// <summary>
    /// Tokens of a prompt at most. The decoder would take 223, but every token of it costs time in each window, and what matters
    /// most is nearest to the text.
    /// </summary>
    private const int MaximumTokens = 96;

    /// <summary>The terms that may be in a window last, where they weigh most, and before them as much of the background as fits.</summary>
    /// <param name="context">Of the recording.</param>
    /// <param name="likely">Terms that may be said in the window, the likeliest first.</param>
    /// <param name="tokenizer">The model's.</param>
    public static IReadOnlyList<int> Of(ContextTerms context, IEnumerable<ContextTerm> likely, WhisperTokenizer tokenizer)
    {
        List<int> terms = [];
        foreach (var term in likely)
        {
            var tokens = tokenizer.Encode($" {term.Text},");
            if (terms.Count + tokens.Count > MaximumTokens) break;
            terms.InsertRange(0, tokens);
        }
        return [.. tokenizer.Encode(context.Background).TakeLast(MaximumTokens - terms.Count), .. terms];
    }
}
