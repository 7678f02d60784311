using System.IO.Compression;

namespace Hansard.Server.Storage.Sql;

/// <summary>Compresses tokens, of which every revision has all.</summary>
internal static class PackedTokens
{
    /// <param name="tokens">JSON in UTF-8.</param>
    public static byte[] Pack(byte[] tokens)
    {
        var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest)) brotli.Write(tokens);
        return packed.ToArray();
    }

    /// <param name="packed">By <see cref="Pack"/>.</param>
    public static byte[] Unpack(byte[] packed)
    {
        var tokens = new MemoryStream();
        using (var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress)) brotli.CopyTo(tokens);
        return tokens.ToArray();
    }
}
