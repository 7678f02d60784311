namespace Hansard.Engine.Recognition.Whisper.Tokens;

/// <summary>GPT-2's alphabet: printable bytes stand for themselves, the others for characters from U+0100.</summary>
internal static class ByteAlphabet
{
    private const int Characters = 0x144;
    private const short None = -1;

    private static readonly short[] ByteOf = Table();

    /// <summary>Reads bytes that are written in it.</summary>
    /// <param name="text">In UTF-8.</param>
    /// <param name="bytes">Receives them, at most as many as the text has; may be the place of the text.</param>
    /// <returns>Their number; −1 if a character is none of it.</returns>
    public static int Read(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            int character = text[i];
            // All that is in it has one or two bytes.
            if (character >= 0xC0 && i + 1 < text.Length) character = ((character & 0x1F) << 6) | (text[++i] & 0x3F);
            if (character >= Characters || ByteOf[character] == None) return -1;
            bytes[count++] = (byte)ByteOf[character];
        }
        return count;
    }

    private static short[] Table()
    {
        var table = new short[Characters];
        Array.Fill(table, None);
        var next = 0x100;
        for (var b = 0; b < 256; b++)
        {
            var printable = b is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE;
            table[printable ? b : next++] = (short)b;
        }
        return table;
    }
}
