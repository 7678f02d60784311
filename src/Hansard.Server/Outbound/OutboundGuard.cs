using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Hansard.Server.Configuration;

namespace Hansard.Server.Outbound;

/// <summary>
/// Keeps the URLs that clients give (audio_url, webhook_url) from reaching into the server's own network
/// (server-side request forgery).
/// </summary>
/// <remarks>
/// What counts is the address, whatever way the host was written: the guard resolves the name itself, checks every
/// address of the answer and connects to one of those very addresses, so that a name server that answers differently
/// a second time (DNS rebinding) is never asked a second time. One refused address among several refuses the host.
/// Redirects are not followed by the handler: whoever follows one calls <see cref="CheckUrl"/> on its target and
/// comes through <see cref="CreateHandler"/>'s connections again.
/// </remarks>
public sealed class OutboundGuard(AllowedHosts allowed, IHostResolver resolver)
{
    // More would let a name with a thousand dead addresses hold a worker for hours.
    private const int MaximumAddressesTried = 4;

    private static readonly HttpRequestOptionsKey<string> ProjectKey = new("Hansard.Project");

    /// <summary>Says on whose behalf a request is made; every request that goes through <see cref="CreateHandler"/> must.</summary>
    /// <param name="request">Not sent yet.</param>
    /// <param name="project">The project's id.</param>
    public static void SetProject(HttpRequestMessage request, string project) => request.Options.Set(ProjectKey, project);

    /// <summary>Checks what can be known of a URL before its host is resolved: scheme, credentials, port.</summary>
    /// <exception cref="OutboundRefusedException">This URL must not be called.</exception>
    public void CheckUrl(Uri url)
    {
        if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
            throw new OutboundRefusedException(
                $"{(url.IsAbsoluteUri ? $"The scheme '{url.Scheme}:'" : "A relative URL")} was refused: "
                + "only http: and https: URLs are called.");
        if (url.UserInfo.Length > 0)
            throw new OutboundRefusedException(
                "A URL with a user name or password in it was refused: give a URL that needs none, such as one signed in its query "
                + "string.");
        if (url.Host.Length == 0)
            throw new OutboundRefusedException("A URL without a host was refused.");
        if (UnsafePorts.Contains(url.Port) && !allowed.ContainsPort(url.IdnHost, url.Port))
            throw new OutboundRefusedException($"Port {url.Port} was refused: it belongs to another protocol than HTTP.");
    }

    /// <summary>
    /// A handler whose every connection goes to an address that this guard has checked; no proxy, no redirects, no cookies.
    /// </summary>
    /// <param name="connectTimeout">Bounds resolving and connecting together.</param>
    public SocketsHttpHandler CreateHandler(TimeSpan connectTimeout) => new()
    {
        ConnectCallback = (context, cancellationToken)
            => ConnectAsync(context.DnsEndPoint, ProjectOf(context.InitialRequestMessage), cancellationToken),
        ConnectTimeout = connectTimeout,
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
        MaxResponseDrainSize = 64 * 1024,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        ActivityHeadersPropagator = null,
    };

    /// <summary>The addresses of a host, all of them checked.</summary>
    /// <exception cref="OutboundRefusedException">
    /// One of them is not of the public internet, and the host is not allowed by name.
    /// </exception>
    /// <exception cref="SocketException">The name does not resolve.</exception>
    internal async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, int port, string project, CancellationToken cancellationToken)
    {
        var isAddress = IPAddress.TryParse(host, out var literal);
        var addresses = isAddress ? [literal!] : await resolver.ResolveAsync(host, project, cancellationToken);
        if (addresses.Count == 0) throw new SocketException((int)SocketError.HostNotFound);
        if (allowed.Contains(host, port)) return addresses;

        // The kind of address and not the address: what a name leads to inside of the network is nobody's business who only knows the name.
        foreach (var address in addresses)
            if ((SpecialPurposeAddresses.KindOf(address) ?? OwnAddress(address)) is { } reason)
                throw new OutboundRefusedException(
                    $"The host '{host}' was refused: it {(isAddress ? "is" : "resolves to")} {reason}. "
                    + "Only hosts on the public internet are called, and those that the server's operator names with --allow-host.");
        return addresses;
    }

    private static string ProjectOf(HttpRequestMessage request) => request.Options.TryGetValue(ProjectKey, out var project) ? project : "";

    // A machine with a public address trusts itself behind its firewall as much as one with a private address does.
    private static string? OwnAddress(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var network in NetworkInterface.GetAllNetworkInterfaces())
            foreach (var own in network.GetIPProperties().UnicastAddresses)
                if (own.Address.Equals(plain)) return "an address of this server itself";
        return null;
    }

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint target, string project, CancellationToken cancellationToken)
    {
        var addresses = await ResolveAsync(target.Host, target.Port, project, cancellationToken);
        SocketException? failure = null;
        foreach (var address in addresses.Take(MaximumAddressesTried))
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, target.Port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException exception)
            {
                socket.Dispose();
                failure = exception;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw failure!;
    }
}
