using System.Text;

namespace Hansard.Engine.Transcripts;

/// <summary>The plain text of a recording that is being transcribed: the same text, in pieces, as the whole transcript has.</summary>
/// <remarks>Only without speakers and translations, which come when everything has been recognised.</remarks>
/// <param name="options">Times before paragraphs.</param>
public sealed class GrowingText(TranscriptWriterOptions options)
{
    private static readonly SpeakerNames Nobody = new([]);

    private readonly List<TranscriptToken> _open = [];
    private bool _hasBegun;

    /// <summary>The paragraph that may still go on, as far as it is known; empty if there is none.</summary>
    public string OpenParagraph { get; private set; } = "";

    /// <summary>Takes what has been recognised since the last time.</summary>
    /// <param name="tokens">In time order (<see cref="TranscriptionProgress.NewTokens"/>).</param>
    /// <returns>The paragraphs that have ended with it, each with its line feed; empty if there are none.</returns>
    public string Append(IReadOnlyList<TranscriptToken> tokens)
    {
        _open.AddRange(tokens.Where(token => token.Text.Length > 0));
        var paragraphs = Paragraphs.Of(_open, options);
        if (paragraphs.Count == 0) return "";
        var ended = Text(paragraphs.SkipLast(1));
        // The next one begins where the division has put it.
        _open.RemoveRange(0, _open.Count - paragraphs[^1].Tokens);
        OpenParagraph = Written(paragraphs[^1]);
        return ended;
    }

    /// <summary>Ends the text.</summary>
    /// <returns>The last paragraph, with its line feed; empty if there is none.</returns>
    public string End()
    {
        var last = Text(Paragraphs.Of(_open, options));
        _open.Clear();
        OpenParagraph = "";
        return last;
    }

    private string Text(IEnumerable<Paragraph> paragraphs)
    {
        var text = new StringBuilder();
        foreach (var paragraph in paragraphs)
        {
            if (_hasBegun) text.Append('\n');
            text.Append(Written(paragraph)).Append('\n');
            _hasBegun = true;
        }
        return text.ToString();
    }

    private string Written(Paragraph paragraph)
    {
        var text = new StringWriter();
        PlainText.Write(paragraph, Nobody, options.Timestamps, text);
        return text.ToString().TrimEnd('\n');
    }
}
