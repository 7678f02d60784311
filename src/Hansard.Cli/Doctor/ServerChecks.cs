using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Hansard.Cli.Remote.Api;
using Hansard.Cli.Remote.Connection;

namespace Hansard.Cli.Doctor;

/// <summary>Looks at a server as its clients see it.</summary>
internal static class ServerChecks
{
    private const int MostModels = 8;

    // Signed addresses are good for an hour, and logs of both ends are to be compared.
    private static readonly TimeSpan LargestDifference = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CertificateNotice = TimeSpan.FromDays(14);
    private static readonly TimeSpan HandshakeTime = TimeSpan.FromSeconds(15);

    /// <summary>Looks at everything in turn, as far as it can be reached.</summary>
    public static async IAsyncEnumerable<Check> RunAsync(
        ServerConnection connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var api = new ApiClient(connection, Patience.Short, _ => { });
        JsonElement? models = null;
        RefusedException? refused = null;
        UnreachableException? away = null;
        try
        {
            models = await api.GetAsync("v1/models", cancellationToken).ConfigureAwait(false);
        }
        catch (RefusedException e)
        {
            refused = e;
        }
        catch (UnreachableException e)
        {
            away = e;
        }
        if (away is not null)
        {
            yield return Check.Wrong("server", away.Message);
            yield break;
        }
        yield return Check.Good("server", $"{api.Server} answers (by {connection.Source})");
        yield return await EncryptionAsync(connection.Server, cancellationToken).ConfigureAwait(false);
        if (api.ServerTime is { } time) yield return Clock(time);
        if (refused is not null)
        {
            yield return Check.Wrong(refused.Status == 401 ? "key" : "api", refused.Message);
            yield break;
        }
        yield return connection.Key is null ? Check.Good("key", "the server asks for none") : Check.Good("key", "valid");
        yield return Models(models!.Value);
        await foreach (var check in OfHansardAsync(api, cancellationToken).ConfigureAwait(false)) yield return check;
    }

    private static async IAsyncEnumerable<Check> OfHansardAsync(
        ApiClient api, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var account = await TryAsync(api, "v1/account", cancellationToken).ConfigureAwait(false);
        var version = account?.Text("version");
        yield return account is null
            ? Check.Good("version", "no Hansard server, but one of the same API: progress is asked for, and formats are made here")
            : version is null || version == ApiClient.Version
                ? Check.Good("version", Printable.Of($"Hansard {version}, project {account.Value.Text("project")}"))
                : Check.Noted("version", $"Hansard {Printable.Of(version)}, and this program is {ApiClient.Version}");
        if (await TryAsync(api, "v1/concurrency-limits", cancellationToken).ConfigureAwait(false) is not { } limits) yield break;
        var (running, most) = (Concurrent(limits, "current"), Concurrent(limits, "limits"));
        if (running is not null && most is not null)
            yield return Check.Good("limits", $"{running} of {most} transcriptions at once are running");

        // Told to administrators alone. A server on its own has told all of it already.
        if (await TryAsync(api, "v1/admin/nodes", cancellationToken).ConfigureAwait(false) is not { } nodes) yield break;
        if (nodes.Items("nodes").All(node => node.Text("address") is null)) yield break;
        foreach (var check in FleetChecks.Of(nodes)) yield return check;
    }

    private static long? Concurrent(JsonElement limits, string name)
        => limits.Object("organization")?.Object(name)?.Number("transcribe_concurrent");

    private static async Task<JsonElement?> TryAsync(ApiClient api, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await api.FindAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (RemoteException)
        {
            return null; // A part that other servers lack.
        }
    }

    private static Check Models(JsonElement models)
    {
        var names = models.Items("models").Where(model => model.Text("aliased_model_id") is null).Select(model => model.Text("id"))
            .OfType<string>().Select(Printable.Of).ToList();
        if (names.Count == 0) return Check.Wrong("served", "the server lists no models: is it a server of this API?");
        var more = names.Count > MostModels ? $" and {names.Count - MostModels} more" : "";
        return Check.Good("served", $"{string.Join(", ", names.Take(MostModels))}{more}");
    }

    private static Check Clock(DateTimeOffset server)
    {
        var difference = (DateTimeOffset.UtcNow - server).Duration();
        return difference <= LargestDifference
            ? Check.Good("clock", "as the server's")
            : Check.Wrong(
                "clock",
                $"{(long)difference.TotalSeconds} seconds away from the server's: set the clock of the one that is wrong.");
    }

    private static async Task<Check> EncryptionAsync(Uri server, CancellationToken cancellationToken)
    {
        const string Name = "encryption";
        if (server.Scheme == Uri.UriSchemeHttp)
        {
            return ServerAddress.IsReadableOnTheWay(server)
                ? Check.Wrong(Name, "none: others can read the key on the way. Use https.")
                : Check.Good(Name, "none, and none is needed on this machine or network");
        }
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(HandshakeTime);
            using var client = new TcpClient();
            await client.ConnectAsync(server.Host, server.Port, limit.Token).ConfigureAwait(false);
            using var stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = server.Host }, limit.Token)
                .ConfigureAwait(false);
            using var certificate = new X509Certificate2(stream.RemoteCertificate!);
            var end = certificate.NotAfter.ToUniversalTime();
            var text = $"{stream.SslProtocol}, certificate valid until {end:yyyy-MM-dd}";
            return end - DateTime.UtcNow < CertificateNotice ? Check.Noted(Name, $"{text}: renew it soon.") : Check.Good(Name, text);
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Check.Noted(Name, $"by a proxy; the certificate cannot be seen from here ({Printable.Of(e.Message)})");
        }
    }
}
