using System.Text;

namespace Hansard.Engine.Transcripts.Import;

/// <summary>Reads the bytes of a text file in whichever encoding it was saved.</summary>
public static class TextDecoding
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes UTF-8 and UTF-16 with a byte order mark or without, and else Windows-1252.</summary>
    /// <param name="bytes">The file.</param>
    /// <exception cref="TextImportException">It is no text.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = bytes switch
        {
            [0xEF, 0xBB, 0xBF, .. var rest] => Encoding.UTF8.GetString(rest),
            [0xFF, 0xFE, .. var rest] => Encoding.Unicode.GetString(rest),
            [0xFE, 0xFF, .. var rest] => Encoding.BigEndianUnicode.GetString(rest),
            // The first character of a number, a header or a name in any Western language.
            [not 0, 0, not 0, 0, ..] => Encoding.Unicode.GetString(bytes),
            [0, not 0, 0, not 0, ..] => Encoding.BigEndianUnicode.GetString(bytes),
            _ => Guess(bytes),
        };
        var binary = text.IndexOf('\0');
        return binary < 0
            ? text
            : throw new TextImportException(
                text.AsSpan(0, binary).Count('\n') + 1, "There is a byte 0, which no text has: save the file as plain text in UTF-8.");
    }

    private static string Guess(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            // What editors of subtitles save on Windows. Every byte means something in it.
            return CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes);
        }
    }
}
