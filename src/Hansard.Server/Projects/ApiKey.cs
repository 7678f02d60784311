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

    // The hosted service has a colon in its place, which no subprotocol of a WebSocket may have (RFC 9110, 5.6.2).
    private const string TemporaryPrefix = "temp_";

    // As the hosted service has it: libraries know by it that a browser may have the key.
    private const string ClientSecretPrefix = "ek_";

    // 64 bits: hardly two keys share them.
    private const int LookupLength = 16;

    /// <summary>A new random key.</summary>
    public static string Generate() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>A new random temporary key, of characters that may be the name of a subprotocol.</summary>
    public static string GenerateTemporary() => TemporaryPrefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>A new random temporary key of OpenAI's realtime API, of characters that may be in the name of a subprotocol.</summary>
    public static string GenerateClientSecret() => ClientSecretPrefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Determines whether a key has the form of temporary ones; one that an operator chose may have it too.</summary>
    public static bool IsTemporary(string key) => key.StartsWith(TemporaryPrefix, StringComparison.Ordinal) || IsClientSecret(key);

    /// <summary>Determines whether a key has the form of OpenAI's temporary ones; one that an operator chose may have it too.</summary>
    public static bool IsClientSecret(string key) => key.StartsWith(ClientSecretPrefix, StringComparison.Ordinal);

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
