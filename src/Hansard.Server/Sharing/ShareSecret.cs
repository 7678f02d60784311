using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Hansard.Server.Sharing;

/// <summary>The secrets in links; the database keeps their digests only.</summary>
/// <remarks>Of 256 random bits, so that a plain SHA-256 is enough, and a look-up by the digest tells nothing of the secret.</remarks>
internal static class ShareSecret
{
    private const int Length = 32;

    /// <summary>A new random secret, in the alphabet of Base64Url.</summary>
    public static string Generate() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Length));

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public static string Digest(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
