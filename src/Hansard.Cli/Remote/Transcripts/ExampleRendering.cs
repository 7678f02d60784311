using System.Text;
using Hansard.Engine.Transcripts;

namespace Hansard.Cli.Remote.Transcripts;

/// <summary>Renders a transcript as the vendor's example programs do: a heading for each speaker, a line for each language.</summary>
internal static class ExampleRendering
{
    /// <param name="tokens">In their order.</param>
    public static string Render(IReadOnlyList<TranscriptToken> tokens)
    {
        var text = new StringBuilder();
        string? speaker = null, language = null;
        foreach (var token in tokens)
        {
            var piece = token.Text;
            if (token.Speaker is not null && token.Speaker != speaker)
            {
                if (speaker is not null) text.Append("\n\n");
                (speaker, language) = (token.Speaker, null);
                text.Append($"Speaker {speaker}:");
            }
            if (token.Language is not null && token.Language != language)
            {
                language = token.Language;
                var mark = token.TranslationStatus is TranslationStatus.Translation ? "[Translation] " : "";
                text.Append($"\n{mark}[{language}] ");
                piece = piece.TrimStart();
            }
            text.Append(piece);
        }
        return text.ToString();
    }
}
