using System.IO.Compression;
using System.Text;

namespace Hansard.Engine.Recognition.Sounds;

/// <summary>
/// The dictionary of <c>English/</c>, read when it is first used: one block of text in which a word is searched by halves.
/// </summary>
internal static class EnglishWords
{
    private const byte LineEnd = (byte)'\n';
    private static readonly Lazy<byte[]> Dictionary = new(Load);

    /// <summary>Pronunciations of a word.</summary>
    /// <param name="word">In small letters.</param>
    /// <returns>None if the word is not there.</returns>
    public static string[] Find(string word)
    {
        var text = Dictionary.Value.AsSpan();
        var key = Encoding.UTF8.GetBytes(word + ' ').AsSpan();
        var (low, high) = (0, text.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var start = text[..middle].LastIndexOf(LineEnd) + 1;
            var end = start + text[start..].IndexOf(LineEnd);
            var line = text[start..end];
            if (line.StartsWith(key)) return Encoding.UTF8.GetString(line[key.Length..]).Split(' ');
            if (line.SequenceCompareTo(key) < 0) low = end + 1;
            else high = start;
        }
        return [];
    }

    private static byte[] Load()
    {
        using var packed = typeof(EnglishWords).Assembly.GetManifestResourceStream("Hansard.Engine.Recognition.Sounds.words.txt.gz")!;
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        using var text = new MemoryStream();
        unpacked.CopyTo(text);
        return text.ToArray();
    }
}
