using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hansard.Server.Configuration;

namespace Hansard.Server.Voices;

/// <summary>The certificates of <see cref="ProtectionOptions.Certificate"/>.</summary>
/// <param name="Current">Encrypts new keys: of several, the one that is valid longest.</param>
/// <param name="All">Any of them decrypts keys.</param>
internal sealed record KeyCertificates(X509Certificate2 Current, IReadOnlyList<X509Certificate2> All)
{
    /// <summary>Reads the certificates of a file.</summary>
    /// <returns>Null when none is configured.</returns>
    /// <exception cref="InvalidConfigurationException">They cannot be read, or are of no use; the message says why.</exception>
    public static KeyCertificates? Load(ProtectionOptions options)
    {
        if (options.Certificate is not { } path)
        {
            return options.PasswordFile is null
                ? null
                : throw new InvalidConfigurationException(["Protection:PasswordFile has no meaning without Protection:Certificate."]);
        }

        var password = options.PasswordFile is { } file ? Read("Protection:PasswordFile", file, FirstLine) : null;
        var all = Read("Protection:Certificate", path, certificate => LoadAll(certificate, password));
        var usable = all.Where(IsUsable).OrderByDescending(certificate => certificate.NotAfter).ToList();
        return usable.Count > 0
            ? new KeyCertificates(usable[0], usable)
            : throw new InvalidConfigurationException(
                [$"Protection:Certificate: '{path}' holds no RSA certificate with its private key."]);
    }

    private static X509Certificate2Collection LoadAll(string path, string? password)
        => X509CertificateLoader.LoadPkcs12CollectionFromFile(
            path, password,
            OperatingSystem.IsMacOS() ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet);

    private static string FirstLine(string path) => File.ReadLines(path).FirstOrDefault("");

    private static bool IsUsable(X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPrivateKey();
        return key is not null;
    }

    private static T Read<T>(string setting, string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            var reason = exception is CryptographicException
                ? "it is no PKCS #12 file, or its password (Protection:PasswordFile) is another"
                : exception.Message.TrimEnd('.');
            throw new InvalidConfigurationException([$"{setting}: '{path}' cannot be read: {reason}."]);
        }
    }
}
