using System.Text.Json;
using Hansard.Server.Contract;

namespace Hansard.Server.Doors;

/// <summary>
/// Makes a context of a prompt, as whisper's protocols have it: a text, or names and words where it is but a list of them.
/// </summary>
internal static class PromptContext
{
    private const int WordsOfTerm = 4;

    private static readonly char[] Separators = [',', ';', '\n'];

    /// <param name="prompt">A text or a list; null for none.</param>
    /// <param name="terms">Names and words sent beside it.</param>
    /// <param name="maximum">The most characters in all.</param>
    /// <param name="tooLong">Makes the fault of more, from its message.</param>
    /// <returns>The context as a request has it; null where there is nothing.</returns>
    /// <exception cref="ApiException">It is too long.</exception>
    public static JsonElement? Of(string? prompt, IReadOnlyList<string> terms, int maximum, Func<string, ApiException> tooLong)
    {
        string[] all = [.. terms.Concat(TermsOf(prompt ?? "")).Distinct(StringComparer.Ordinal)];
        if (prompt is null && all.Length == 0) return null;
        var isText = prompt is not null && TermsOf(prompt).Length == 0;
        var characters = (isText ? prompt!.Length : 0) + all.Sum(term => term.Length);
        return characters > maximum
            ? throw tooLong($"The prompt has {characters} characters in all, and at most {maximum} are allowed.")
            : JsonSerializer.SerializeToElement(new { text = isText ? prompt : null, terms = all }, JsonSettings.Stored);
    }

    /// <summary>The names and words of a list, separated by commas, semicolons or ends of lines.</summary>
    public static string[] Split(string list)
        => list.Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    // "ZyntriQix, Digique Plus, CynapseFive" is a list of names; what ends as a sentence, or has long parts, is a text.
    private static string[] TermsOf(string prompt)
    {
        var parts = Split(prompt);
        var isList = !prompt.EndsWith('.') && !prompt.EndsWith('?') && !prompt.EndsWith('!')
            && parts.All(part => part.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length <= WordsOfTerm);
        return isList ? parts : [];
    }
}
