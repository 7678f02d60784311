using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hansard.Engine.Voices;
using Hansard.Server.Configuration;
using Hansard.Server.Tests.Storage;
using Hansard.Server.Voices;

namespace Hansard.Server.Tests.Voices;

public sealed class VoiceEncryptionTests : IDisposable
{
    private static readonly VoiceProfile Voice = new("campplus", new float[] { 0.6f, -0.8f }, TimeSpan.FromSeconds(31.4));

    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void A_voice_is_what_it_was_after_another_start_and_only_for_its_project()
    {
        var encrypted = New().Encrypt("one", Voice);
        var after = New();
        var decrypted = after.Decrypt("one", encrypted)!;
        Assert.Equal((Voice.Model, Voice.Speech), (decrypted.Model, decrypted.Speech));
        Assert.Equal(Voice.Embedding.ToArray(), decrypted.Embedding.ToArray());
        Assert.Null(after.Decrypt("two", encrypted));
        Assert.Null(after.Decrypt("one", encrypted[..^1]));
        Assert.Null(after.Decrypt("one", []));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Keys_are_this_user_s_alone_and_in_the_data_folder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes are Unix's.");
        var encryption = New();
        Assert.False(Directory.Exists(_data.Directories.ProtectionKeys));
        encryption.Encrypt("one", Voice);
        const UnixFileMode File600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(File600 | UnixFileMode.UserExecute, File.GetUnixFileMode(_data.Directories.ProtectionKeys));
        Assert.Equal(File600, File.GetUnixFileMode(Assert.Single(Keys())));
    }

    [Fact]
    public void A_voice_whose_key_is_lost_or_damaged_cannot_be_read_and_another_can_be_kept()
    {
        var encrypted = New().Encrypt("one", Voice);
        File.WriteAllText(Assert.Single(Keys()), "no key");
        var damaged = New();
        Assert.Null(damaged.Decrypt("one", encrypted));
        Assert.NotNull(damaged.Decrypt("one", damaged.Encrypt("one", Voice)));

        Directory.Delete(_data.Directories.ProtectionKeys, recursive: true);
        var lost = New();
        Assert.Null(lost.Decrypt("one", encrypted));
        Assert.NotNull(lost.Decrypt("one", lost.Encrypt("one", Voice)));
    }

    [Fact]
    public void What_another_process_encrypts_with_a_newer_key_is_read_at_once_and_reading_makes_no_key()
    {
        var reader = New();
        var first = New().Encrypt("one", Voice);
        Assert.NotNull(reader.Decrypt("one", first));
        Directory.Move(_data.Directories.ProtectionKeys, _data.PathOf("kept"));
        var second = New().Encrypt("one", Voice);
        Assert.NotNull(reader.Decrypt("one", second));
        Assert.Null(New().Decrypt("one", first));
        Directory.Delete(_data.Directories.ProtectionKeys, recursive: true);
        Assert.Null(New().Decrypt("one", second));
        Assert.False(Directory.Exists(_data.Directories.ProtectionKeys));
    }

    [Fact]
    public void With_a_certificate_keys_are_encrypted_and_of_use_to_nobody_without_it()
    {
        var certificate = WriteCertificates("current.pfx", "a password", NewCertificate(years: 1));
        var encrypted = New(certificate).Encrypt("one", Voice);
        var key = File.ReadAllText(Assert.Single(Keys()));
        Assert.Contains("EncryptedData", key, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey", key, StringComparison.Ordinal);
        Assert.NotNull(New(certificate).Decrypt("one", encrypted));
        var without = New();
        Assert.Null(without.Decrypt("one", encrypted));
        Assert.Contains("set it", Assert.Throws<InvalidConfigurationException>(without.Prepare).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidConfigurationException>(() => without.Encrypt("one", Voice));
        Assert.Single(Keys());
        var other = New(WriteCertificates("other.pfx", "another", NewCertificate(years: 1)));
        Assert.Null(other.Decrypt("one", encrypted));
    }

    [Fact]
    public void A_certificate_is_renewed_by_a_file_that_holds_the_former_one_too()
    {
        var (former, renewed) = (NewCertificate(years: 1), NewCertificate(years: 2));
        var encrypted = New(WriteCertificates("former.pfx", "a", former)).Encrypt("one", Voice);
        Directory.Move(_data.Directories.ProtectionKeys, _data.PathOf("kept"));
        var later = New(WriteCertificates("both.pfx", "b", former, renewed)).Encrypt("one", Voice);
        foreach (var file in Directory.GetFiles(_data.PathOf("kept")))
            File.Move(file, Path.Combine(_data.Directories.ProtectionKeys, Path.GetFileName(file)));
        var both = New(WriteCertificates("both.pfx", "b", former, renewed));
        Assert.NotNull(both.Decrypt("one", encrypted));
        Assert.NotNull(both.Decrypt("one", later));
        var only = New(WriteCertificates("renewed.pfx", "c", renewed));
        Assert.NotNull(only.Decrypt("one", later));
        Assert.Null(only.Decrypt("one", encrypted));
    }

    [Fact]
    public void A_certificate_that_cannot_be_used_stops_the_start_and_says_why()
    {
        var good = WriteCertificates("good.pfx", "right", NewCertificate(years: 1));
        AssertRefused(good with { PasswordFile = _data.Write("wrong", "wrong.txt") }, "password");
        AssertRefused(good with { PasswordFile = _data.PathOf("nowhere.txt") }, "Protection:PasswordFile");
        AssertRefused(new ProtectionOptions { Certificate = _data.PathOf("nowhere.pfx") }, "Protection:Certificate");
        AssertRefused(new ProtectionOptions { PasswordFile = good.PasswordFile }, "Protection:PasswordFile");
        AssertRefused(new ProtectionOptions { Certificate = _data.Write("text", "text.pfx") }, "PKCS #12");
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var elliptic = new CertificateRequest("CN=x", curve, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(9));
        AssertRefused(WriteCertificates("elliptic.pfx", "x", elliptic), "RSA");
    }

    [Fact]
    public async Task A_server_with_such_a_certificate_does_not_start()
    {
        var exception = await Assert.ThrowsAsync<InvalidConfigurationException>(() => TestServer.StartAsync(
            options => options.Protection.Certificate = _data.PathOf("nowhere.pfx"), _data.Root));
        Assert.Contains("Protection:Certificate", exception.Message, StringComparison.Ordinal);
    }

    private void AssertRefused(ProtectionOptions options, string part)
    {
        var encryption = New(options);
        Assert.Contains(part, Assert.Throws<InvalidConfigurationException>(encryption.Prepare).Message, StringComparison.Ordinal);
    }

    private string[] Keys() => Directory.GetFiles(_data.Directories.ProtectionKeys, "*.xml");

    private VoiceEncryption New(ProtectionOptions? protection = null)
        => new(_data.Directories, new HansardServerOptions { Protection = protection ?? new ProtectionOptions() });

    private static X509Certificate2 NewCertificate(int years)
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest("CN=hansard", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(years));
    }

    private ProtectionOptions WriteCertificates(string name, string password, params X509Certificate2[] certificates)
    {
        var path = _data.PathOf(name);
        File.WriteAllBytes(path, new X509Certificate2Collection(certificates).Export(X509ContentType.Pkcs12, password)!);
        return new ProtectionOptions { Certificate = path, PasswordFile = _data.Write($"{password}\n", $"{name}.txt") };
    }
}
