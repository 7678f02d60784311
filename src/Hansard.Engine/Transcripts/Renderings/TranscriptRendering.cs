using Hansard.Engine.Transcripts.Renderings.Cleaning;
using Hansard.Engine.Transcripts.Renderings.Redaction;

namespace Hansard.Engine.Transcripts.Renderings;

/// <summary>Renders a transcript in another style, or without numbers and addresses of people, and leaves it as it is.</summary>
/// <remarks>
/// Only tokens change, and the text is theirs, so that every format shows the same. Words that stay keep their times. For English, Spanish,
/// Portuguese, German and French; of other languages, numbers and addresses are found where they are written in figures.
/// </remarks>
public static class TranscriptRendering
{
    /// <summary>Renders a transcript.</summary>
    /// <param name="transcript">The transcript.</param>
    /// <param name="options">Style, and what is not shown.</param>
    public static Transcript Of(Transcript transcript, RenderingOptions options)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        return transcript with { Tokens = Of(transcript.Tokens, options, transcript.Language) };
    }

    /// <summary>Renders the tokens of a transcript.</summary>
    /// <param name="tokens">All of them.</param>
    /// <param name="options">Style, and what is not shown.</param>
    /// <param name="language">Language of those that tell none, ISO 639-1; null: it is judged by their words.</param>
    public static IReadOnlyList<TranscriptToken> Of(
        IReadOnlyList<TranscriptToken> tokens, RenderingOptions options, string? language = null)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(options);
        if (options.IsVerbatim || tokens.Count == 0) return tokens;
        var begins = tokens[0].Text.StartsWith(' ');
        var editable = new EditableTokens(options is { IsPartial: true, Redact.Count: > 0 } ? WholeSentences(tokens) : tokens, language);
        if (options.Redact.Count > 0) new TokenRedaction(options.Redact).Apply(editable);
        if (options.Style is TranscriptStyle.Clean) TokenCleaning.Apply(editable);
        return editable.Result(begins);
    }

    private static List<TranscriptToken> WholeSentences(IReadOnlyList<TranscriptToken> tokens)
    {
        var end = tokens.Count;
        while (end > 0 && !(end < tokens.Count && Sentences.EndAfter(tokens, end - 1))) end--;
        return [.. tokens.Take(end)];
    }
}
