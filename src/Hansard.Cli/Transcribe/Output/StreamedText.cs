using System.Text;
using Hansard.Engine.Transcripts;

namespace Hansard.Cli.Transcribe.Output;

/// <summary>
/// Writes the text of a recording to standard output while it is recognised. All that it writes is, joined, what the transcript would be.
/// </summary>
/// <remarks>
/// Where progress is shown below it on the same terminal, which needs lines of its own, only whole paragraphs are written, and the one that
/// is still open is a part of what is shown (<see cref="OpenParagraph"/>).
/// </remarks>
/// <param name="output">Standard output.</param>
/// <param name="options">Options of the text.</param>
/// <param name="wholeParagraphs">Only whole paragraphs are written.</param>
internal sealed class StreamedText(TextWriter output, TranscriptWriterOptions options, bool wholeParagraphs)
{
    private readonly GrowingText _text = new(options);
    private int _written; // Characters of the open paragraph, with what separates it from the one before.
    private bool _isFirst = true;

    /// <summary>The paragraph that is not written yet; empty if there is none.</summary>
    public string OpenParagraph => wholeParagraphs ? _text.OpenParagraph : "";

    /// <summary>Writes what was recognised since the last time.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Append(IReadOnlyList<TranscriptToken> tokens)
    {
        var ended = _text.Append(tokens);
        if (ended.Length > 0) _isFirst = false;
        if (wholeParagraphs)
        {
            Write(ended);
            return;
        }
        var all = new StringBuilder(ended);
        if (_text.OpenParagraph.Length > 0) all.Append(_isFirst ? "" : "\n").Append(_text.OpenParagraph);
        var from = _written;
        _written = all.Length - ended.Length;
        Write(all.ToString(from, all.Length - from));
    }

    /// <summary>Writes the rest.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void End()
    {
        var last = _text.End();
        var rest = last[_written..];
        _written = 0;
        Write(rest);
    }

    private void Write(string text)
    {
        if (text.Length == 0) return;
        output.Write(text);
        output.Flush();
    }
}
