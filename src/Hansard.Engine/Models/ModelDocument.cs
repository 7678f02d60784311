namespace Hansard.Engine.Models;

/// <summary>Reads the texts beside the weights of a model,
/// in bounded memory whatever lies in their place: a folder may come from anywhere.</summary>
internal static class ModelDocument
{
    /// <summary>Bytes at most: the largest tokenizers, of translators for 200 languages, have 32 MB.</summary>
    private const int MostBytes = 64 << 20;

    private const int BufferBytes = 64 << 10;
    private const int LongestTold = 100;

    /// <summary>Reads all of it.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="InvalidDataException">It is larger than such a text can be, or has no end.</exception>
    public static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        using var read = new MemoryStream();
        var buffer = new byte[BufferBytes];
        for (int count; (count = file.Read(buffer)) > 0;)
        {
            if (read.Length + count > MostBytes)
                throw new InvalidDataException($"'{path}' is larger than {MostBytes >> 20} MB, which no text of a model is.");
            read.Write(buffer, 0, count);
        }
        return read.ToArray();
    }

    /// <summary>Reads its lines.</summary>
    /// <inheritdoc cref="Read"/>
    public static IEnumerable<string> ReadLines(string path)
    {
        using var text = new StreamReader(new MemoryStream(Read(path)));
        while (text.ReadLine() is { } line) yield return line;
    }

    /// <summary>The beginning of a line, for a message.</summary>
    public static string Told(string line) => line.Length > LongestTold ? $"{line[..LongestTold]}…" : line;
}
