using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hansard.Server.Tests.Cluster;

/// <summary>An authority that certifies nodes, with its files in a folder of its own.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-test-");
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=nodes of a test", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(CertificateFile, _certificate.ExportCertificatePem());
    }

    /// <summary>The file with its certificate.</summary>
    public string CertificateFile => Path.Combine(_folder.FullName, "authority.pem");

    /// <summary>Certifies a node.</summary>
    /// <param name="until">End of the certificate.</param>
    /// <returns>Its certificate, with its key.</returns>
    public X509Certificate2 Certify(DateTimeOffset? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=a node", key, HashAlgorithmName.SHA256);
        var serial = RandomNumberGenerator.GetBytes(8);
        var end = until ?? DateTimeOffset.UtcNow.AddHours(12);
        using var certificate = request.Create(_certificate, DateTimeOffset.UtcNow.AddHours(-12), end, serial);
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>Certifies a node.</summary>
    /// <param name="until">End of the certificate.</param>
    /// <returns>The settings of the node.</returns>
    public string[] SettingsOfNode(DateTimeOffset? until = null)
    {
        var name = Path.Combine(_folder.FullName, $"{Guid.NewGuid():n}");
        using var certificate = Certify(until);
        File.WriteAllText($"{name}.pem", certificate.ExportCertificatePem());
        File.WriteAllText($"{name}.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return [$"Cluster:Certificate={name}.pem", $"Cluster:Key={name}.key", $"Cluster:Authority={CertificateFile}"];
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
        _folder.Delete(recursive: true);
    }
}
