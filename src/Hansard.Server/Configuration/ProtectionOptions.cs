namespace Hansard.Server.Configuration;

/// <summary>Protection of the keys that voices are encrypted with.</summary>
public sealed record ProtectionOptions
{
    /// <summary>
    /// A PKCS #12 file with an RSA certificate and its private key, which the keys are encrypted with; null: they are kept as they are, in
    /// files that only this user may read. It may hold former certificates as well, which only decrypt.
    /// </summary>
    public string? Certificate { get; set; }

    /// <summary>A file whose first line is the password of <see cref="Certificate"/>; null: it has none.</summary>
    public string? PasswordFile { get; set; }
}
