using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Hansard.Server.Projects;

/// <summary>The form of keys, and what the database keeps of one.</summary>
/// <remarks>
/// A plain SHA-256 is enough for keys of 256 random bits: there is nothing to guess, so a slow or salted hash would protect nothing and
/// cost every request. A key that an operator chose (HANSARD_API_KEY) is as strong as they made it.
/// </remarks>
internal static class ApiKey
{
    private const string Prefix = "hsd_";

    // 64 bits: hardly two keys share them.
    private const int LookupLength = 16;

    /// <summary>A new random key.</summary>
    public static string Generate() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public static string Digest(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>The part of a digest that rows are found by; the rest is compared in constant time.</summary>
    public static string Lookup(string digest) => digest[..LookupLength];

    /// <summary>The part of a key that may be shown later.</summary>
    public static string Hint(string key) => key.Length >= 24 ? key[..8] + "…" : "…";

    /// <summary>Compares two digests in a time that does not depend on where they differ.</summary>
    public static bool SameDigest(string a, string b)
        => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(a), Encoding.ASCII.GetBytes(b));
}
