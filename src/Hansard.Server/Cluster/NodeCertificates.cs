using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hansard.Server.Configuration;
using Orleans.Connections.Security;

namespace Hansard.Server.Cluster;

/// <summary>The certificates by which nodes know each other.</summary>
/// <remarks>
/// Belonging to the cluster is having a certificate of its authority, whatever name is in it: nodes have no names, and any of them may do
/// what another one may.
/// </remarks>
internal sealed class NodeCertificates
{
    // Nodes have no names.
    private const string AnyNode = "node.hansard.invalid";

    private readonly X509Certificate2 _own;
    private readonly X509Certificate2Collection _between;
    private readonly X509Certificate2Collection _authority;

    private NodeCertificates(X509Certificate2 own, X509Certificate2Collection between, X509Certificate2Collection authority)
        => (_own, _between, _authority) = (own, between, authority);

    /// <summary>Reads the files.</summary>
    /// <returns>Null when there are none.</returns>
    /// <exception cref="InvalidConfigurationException">They cannot be read, or do not belong together; the message says which.</exception>
    public static NodeCertificates? Load(ClusterOptions options)
    {
        if (options is not { Certificate: { } certificate, Key: { } key, Authority: { } authority }) return null;
        var own = Read($"Cluster:Certificate '{certificate}' with Cluster:Key '{key}'", () => Own(certificate, key));
        var all = Read($"Cluster:Certificate '{certificate}'", () => All(certificate));
        var certificates = new NodeCertificates(own, all, Read($"Cluster:Authority '{authority}'", () => All(authority)));
        if (certificates._authority.Count == 0)
            throw new InvalidConfigurationException([$"Cluster:Authority: '{authority}' holds no certificate."]);
        if (certificates.Fault(own) is { } fault)
            throw new InvalidConfigurationException(
                [$"Cluster:Certificate: '{certificate}' is none that Cluster:Authority '{authority}' vouches for now: {fault}"]);
        return certificates;
    }

    /// <summary>End of this node's certificate.</summary>
    public DateTimeOffset End => _own.NotAfter;

    /// <summary>Shows another node this one's certificate, and looks at its own.</summary>
    /// <param name="connection">To the other node; not used any more afterwards.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AuthenticationException">The authority does not vouch for the other node.</exception>
    /// <exception cref="IOException">The other node does not want this one.</exception>
    public async Task IntroduceAsync(Stream connection, CancellationToken cancellationToken)
    {
        await using var stream = new SslStream(connection);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = AnyNode,
                ClientCertificates = [_own],
                RemoteCertificateValidationCallback = (_, remote, _, _) => remote is X509Certificate2 known && Fault(known) is null,
            },
            cancellationToken);

        // Who is refused is told only after its own part of the handshake; a node that wants this one begins to speak.
        if (await stream.ReadAsync(new byte[1], cancellationToken) == 0) throw new IOException("the connection was closed");
    }

    /// <summary>Sets the encryption of both directions.</summary>
    public void Apply(TlsOptions options)
    {
        options.LocalCertificate = _own;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (remote, _, _) => Fault(remote) is null;
        options.OnAuthenticateAsClient = (_, client) => client.TargetHost = AnyNode;
    }

    // What is between a certificate and the authority is looked for in this node's own files too: SslStream does not send it.
    private string? Fault(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authority);
        chain.ChainPolicy.ExtraStore.AddRange(_between);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate) ? null : string.Join(' ', chain.ChainStatus.Select(status => status.StatusInformation.Trim()));
    }

    private static X509Certificate2 Own(string certificate, string key)
    {
        var own = X509Certificate2.CreateFromPemFile(certificate, key);
        if (!OperatingSystem.IsWindows()) return own;

        // There, encryption needs a key that is kept somewhere.
        using (own) return X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
    }

    private static X509Certificate2Collection All(string path)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(path);
        return all;
    }

    private static T Read<T>(string setting, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new InvalidConfigurationException([$"{setting}: it cannot be used: {exception.Message.TrimEnd('.')}."]);
        }
    }
}
