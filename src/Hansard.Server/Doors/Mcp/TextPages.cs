using Hansard.Server.Contract;

namespace Hansard.Server.Doors.Mcp;

/// <summary>Divides texts into pages that an assistant can take in, at ends of lines where there are any.</summary>
internal static class TextPages
{
    /// <summary>The largest number of a page.</summary>
    public const int Most = 100_000;

    /// <summary>Characters of a page: some 5,000 tokens, of which half an hour of speech has about as many.</summary>
    private const int Size = 20_000;

    /// <summary>A page of a text; all of them in a row are the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="number">From 1 on.</param>
    /// <exception cref="ApiException">It has not so many.</exception>
    public static TextPage Of(string text, int number)
    {
        var (count, start) = (0, 0);
        var found = text.Length == 0 ? "" : null;
        while (start < text.Length)
        {
            var end = End(text, start);
            if (++count == number) found = text[start..end];
            start = end;
        }
        count = Math.Max(count, 1);
        if (found is not null && number <= count) return new TextPage(found, number, count);
        throw ApiException.Invalid(
            "invalid_value", "arguments.page", $"'page' is {number}, and there {(count == 1 ? "is one page" : $"are {count} pages")}.");
    }

    private static int End(string text, int start)
    {
        if (text.Length - start <= Size) return text.Length;
        var line = text.LastIndexOf('\n', start + Size - 1, Size);
        if (line >= 0) return line + 1;
        return char.IsHighSurrogate(text[start + Size - 1]) ? start + Size - 1 : start + Size;
    }
}

/// <summary>A page of a text.</summary>
/// <param name="Text">The page.</param>
/// <param name="Number">From 1 on.</param>
/// <param name="Count">Number of all pages.</param>
internal sealed record TextPage(string Text, int Number, int Count)
{
    /// <summary>A sentence on the other pages; null: there are none.</summary>
    public string? Rest => Count == 1 ? null
        : Number == Count ? $"Page {Number} of {Count}, the last."
        : $"Page {Number} of {Count}: call again with page {Number + 1} to go on.";
}
