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
/// and with no logger, as what goes wrong is told here, without a key's value. A key is used for 90 days, and decrypts ever after.
/// </remarks>
internal sealed class VoiceEncryption : IDisposable
{
    // Part of every key that is derived: another name could read nothing that was stored before.
    private const string Application = "Hansard";
    private const string Purpose = "Hansard.Voices.v1";

    private readonly Lazy<ServiceProvider> _services;

    /// <param name="directory">Of the keys.</param>
    /// <param name="options">Of their protection.</param>
    public VoiceEncryption(DataDirectory directory, HansardServerOptions options)
        => _services = new(() => Build(directory, options.Protection));

    /// <summary>Finds out, before the first voice, whether a certificate that is configured can be used.</summary>
    /// <exception cref="InvalidConfigurationException">It cannot be used; the message says why.</exception>
    public void Prepare() => _ = _services.Value;

    /// <summary>Encrypts a voice.</summary>
    /// <param name="project">Id of the only project that can decrypt it.</param>
    /// <param name="voice">The voice.</param>
    /// <exception cref="IOException">There is no key yet, and none can be stored.</exception>
    public byte[] Encrypt(string project, VoiceProfile voice)
    {
        var bytes = VoiceFormat.Write(voice);
        try
        {
            return Protector(project).Protect(bytes);
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
        try
        {
            return VoiceFormat.Read(Protector(project).Unprotect(encrypted));
        }
        catch (Exception exception) when (exception is CryptographicException or InvalidDataException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_services.IsValueCreated) _services.Value.Dispose();
    }

    private static ServiceProvider Build(DataDirectory directory, ProtectionOptions options)
    {
        var services = new ServiceCollection();
        var protection = services.AddDataProtection().SetApplicationName(Application);
        services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new KeyFolder(directory));
        if (KeyCertificates.Load(options) is { } certificates)
            protection.ProtectKeysWithCertificate(certificates.Current).UnprotectKeysWithAnyCertificate([.. certificates.All]);
        return services.BuildServiceProvider();
    }

    private IDataProtector Protector(string project)
        => _services.Value.GetRequiredService<IDataProtectionProvider>().CreateProtector(Purpose, project);
}
