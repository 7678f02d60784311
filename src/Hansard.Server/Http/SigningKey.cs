using System.Security.Cryptography;
using Hansard.Server.Storage;

namespace Hansard.Server.Http;

/// <summary>A secret of this server's that it signs with, kept in the database: what is signed outlives a restart.</summary>
/// <param name="settings">Keeps it.</param>
/// <param name="name">Its name there.</param>
internal sealed class SigningKey(ISettingStore settings, string name)
{
    // As long as the output of SHA-256 (RFC 2104, 3).
    private const int Length = 32;

    // A fault in getting it is not kept, as a Lazy would: the next call tries again.
    private byte[]? _secret;

    /// <summary>Sees to it that no request has to wait for the secret.</summary>
    public void Prepare() => Secret();

    /// <summary>HMAC-SHA256 of a message.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message) => HMACSHA256.HashData(Secret(), message);

    private byte[] Secret() => _secret ??= Convert.FromBase64String(
        settings.GetOrAdd(name, Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length))));
}
