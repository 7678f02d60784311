using System.Security.Cryptography;
using Hansard.Engine.Voices;
using Hansard.Server.Configuration;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Voices;

/// <summary>
/// Encrypts voices before they go into the database, by ASP.NET Core Data Protection (AES-256-CBC with HMAC-SHA-256), for one project each.
/// </summary>
/// <remarks>
/// With keys of its own, whatever the program that hosts the API protects: in <see cref="DataDirectory.ProtectionKeys"/> and nowhere else,
/// and with no logger, as what goes wrong is told here, without a key's value. A key is used for 90 days, and decrypts ever after. Only
/// encrypting makes keys. The framework reads the folder once a day; what <c>hansard speakers</c> encrypted with a newer key meanwhile is
/// read by looking again.
/// </remarks>
internal sealed class VoiceEncryption
{
    // Part of every key that is derived: another name could read nothing that was stored before.
    private const string Application = "Hansard";
    private const string Purpose = "Hansard.Voices.v1";

    private readonly KeyFolder _keys;
    private readonly Lazy<KeyCertificates?> _certificates;
    private readonly Lazy<IDataProtectionProvider> _encrypting;
    private readonly Lock _gate = new();
    private Decryption? _decrypting;

    /// <param name="directory">Of the keys.</param>
    /// <param name="options">Of their protection.</param>
    public VoiceEncryption(DataDirectory directory, HansardServerOptions options)
    {
        _keys = new KeyFolder(directory);
        _certificates = new(() => KeyCertificates.Load(options.Protection));
        _encrypting = new(() => Build(makesKeys: true));
    }

    /// <summary>Finds out, before the first voice, whether the keys that there are can be used as it is configured.</summary>
    /// <exception cref="InvalidConfigurationException">They cannot; the message says why.</exception>
    public void Prepare()
    {
        // A key without a certificate would otherwise be made beside those with one, and used from then on.
        if (_certificates.Value is null && _keys.NeedsCertificate())
        {
            throw new InvalidConfigurationException([
                $"Protection:Certificate is not set, and the keys in {_keys.Path} are encrypted with a certificate: set it; or, if it is "
                + "lost, move that folder away, and add the known speakers again.",
            ]);
        }
    }

    /// <summary>Encrypts a voice.</summary>
    /// <param name="project">Id of the only project that can decrypt it.</param>
    /// <param name="voice">The voice.</param>
    /// <exception cref="InvalidConfigurationException">As <see cref="Prepare"/>.</exception>
    /// <exception cref="IOException">There is no key yet, and none can be stored.</exception>
    public byte[] Encrypt(string project, VoiceProfile voice)
    {
        Prepare();
        var bytes = VoiceFormat.Write(voice);
        try
        {
            return _encrypting.Value.CreateProtector(Purpose, project).Protect(bytes);
        }
        catch (CryptographicException exception) when (exception.InnerException is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"No key to encrypt voices with can be stored: {exception.InnerException.Message}", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Decrypts a voice.</summary>
    /// <returns>Null when it cannot be decrypted: its key is lost, it is another project's, or it is damaged.</returns>
    public VoiceProfile? Decrypt(string project, byte[] encrypted)
    {
        var current = Current();
        return current.Decrypt(project, encrypted)
            ?? (Renewed(current) is { } renewed ? renewed.Decrypt(project, encrypted) : null);
    }

    private Decryption Current()
    {
        lock (_gate) return _decrypting ??= NewDecryption();
    }

    // Null when there are no keys but those that it has.
    private Decryption? Renewed(Decryption former)
    {
        lock (_gate)
        {
            if (_decrypting == former && _keys.Names().SetEquals(former.Keys)) return null;
            return _decrypting = _decrypting == former ? NewDecryption() : _decrypting;
        }
    }

    private Decryption NewDecryption()
    {
        var names = _keys.Names();
        return new Decryption(Build(makesKeys: false), names);
    }

    private IDataProtectionProvider Build(bool makesKeys)
    {
        var services = new ServiceCollection();
        var protection = services.AddDataProtection().SetApplicationName(Application);
        services.Configure<KeyManagementOptions>(keys => (keys.XmlRepository, keys.AutoGenerateKeys) = (_keys, makesKeys));
        if (_certificates.Value is { } certificates)
            protection.ProtectKeysWithCertificate(certificates.Current).UnprotectKeysWithAnyCertificate([.. certificates.All]);
        return services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>();
    }

    /// <summary>Decrypts with the keys that there were when it was made.</summary>
    /// <param name="Provider">Makes no keys.</param>
    /// <param name="Keys">Their names.</param>
    private sealed record Decryption(IDataProtectionProvider Provider, HashSet<string> Keys)
    {
        /// <summary>Decrypts a voice; null when it cannot.</summary>
        public VoiceProfile? Decrypt(string project, byte[] encrypted)
        {
            try
            {
                return VoiceFormat.Read(Provider.CreateProtector(Purpose, project).Unprotect(encrypted));
            }
            catch (Exception exception) when (exception is CryptographicException or InvalidDataException or InvalidOperationException)
            {
                // The last: there is no key at all.
                return null;
            }
        }
    }
}
