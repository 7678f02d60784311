using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Hansard.Cli.Tests.Remote;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hansard.Cli.Tests.Messages;

/// <summary>Faults between the program and a server, each at a path of its own, and a server whose certificate nobody knows.</summary>
internal sealed class FaultyServer : IAsyncDisposable
{
    private const string Id = "00000000-0000-0000-0000-000000000000";
    private const string Model = """{"id": "stt-async-v5", "transcription_mode": "async"}""";

    private readonly Intermediary _proxy;
    private readonly WebApplication _secure;

    private FaultyServer(Intermediary proxy, WebApplication secure) => (_proxy, _secure) = (proxy, secure);

    /// <summary>Starts it, and names it on a stage.</summary>
    public static async Task<FaultyServer> StartAsync(Uri server, Stage stage)
    {
        var asked = 0;
        var proxy = await Intermediary.StartAsync(server, async (context, forward) =>
        {
            var fault = context.Request.Path.Value!.Split('/')[1];
            context.Request.Path = context.Request.Path.Value[(fault.Length + 1)..];
            if (!await AnswerAsync(context, fault, stage, () => asked++ % 3)) await forward();
        });
        var secure = await StartSecureAsync(stage);
        stage.Names["proxy"] = proxy.Address.OriginalString.TrimEnd('/');
        stage.Names["port"] = $"{proxy.Address.Port}";
        stage.Names["secure"] = $"https://localhost:{new Uri(secure.Urls.First()).Port}";
        return new FaultyServer(proxy, secure);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _secure.DisposeAsync();
    }

    // False if the server itself is to answer.
    private static async Task<bool> AnswerAsync(HttpContext context, string fault, Stage stage, Func<int> count)
    {
        var (path, method) = (context.Request.Path.Value!, context.Request.Method);
        var isOne = path == $"/v1/transcriptions/{Id}";
        var isCreated = path == "/v1/transcriptions" && method == "POST";
        var (status, body) = (fault, path) switch
        {
            ("page", _) => (200, "<html>Welcome</html>"),
            ("missing", _) => (404, "nothing"),
            ("odd", _) => (418, "short and stout"),
            ("moved", _) => (301, "https://example.org/"),
            ("moved-somewhere", _) => (302, ""),
            ("gateway", _) => (502, "<html>Bad gateway</html>"),
            ("full", _) => (503, Refused("disk_full", "The disk of the server is full: try again later.")),
            ("busy", _) => (429, Refused("limit_exceeded", "There are as many requests\nas may be: try again in an hour.")),
            ("large", "/v1/files") => (413, Refused("file_too_large", "The file is larger than the 1 GB that is allowed.")),
            ("verbose", _) => (400, Refused("invalid_request", new string('x', 5000))),
            ("none", "/v1/models") => (200, """{"models": []}"""),
            ("vendor", "/v1/account" or "/v1/concurrency-limits") => (404, "nothing"),
            ("vendor", _) when path.EndsWith("/cancel", StringComparison.Ordinal) => (404, "nothing"),
            ("vendor", "/v1/models") => (200, $$"""{"models": [{{string.Join(',', Enumerable.Repeat(Model, 10))}}]}"""),
            ("old", "/v1/account") => (200, """{"project": "default", "version": "0.0.1"}"""),
            ("untold", _) when isOne => (200, Job("error")),
            ("typed", _) when isOne => (200, Job("error", """, "error_type": "internal_error" """)),
            ("flaky", _) when isOne => count() switch { 0 => (200, Job("processing")), 1 => (0, ""), _ => (200, Job("completed")) },
            ("broken", _) => (0, ""),
            ("running", _) when isOne || isCreated => (200, Job("processing")),
            ("kept" or "unreadable", _) when isCreated => (201, Job("completed")),
            ("kept", _) when isOne && method == "DELETE" => (409, Refused("invalid_state", "The transcription is being processed.")),
            ("kept", _) when path.EndsWith("/transcript", StringComparison.Ordinal) => (200, "Hello.\n"),
            ("unreadable", _) when path.EndsWith("/transcript", StringComparison.Ordinal) => (200, """{"text": "Hello."}"""),
            ("working", "/v1/transcriptions") => (200, $$"""{"transcriptions": [{{Job("processing")}}]}"""),
            ("toiling", "/v1/transcriptions") => (200, $$"""{"transcriptions": [{{Job("processing")}}, {{Job("queued")}}]}"""),
            ("working" or "toiling", _) when isOne => (409, Refused("invalid_state", "The transcription is being processed.")),
            ("flaky" or "running" or "untold" or "typed" or "kept" or "unreadable", "/v1/events") => (404, "nothing"),
            _ => (-1, ""),
        };
        if (fault == "running" && isOne) await File.WriteAllTextAsync(stage.At("running"), "");
        if (fault == "held" && method == "POST")
        {
            await File.WriteAllTextAsync(stage.At("held"), "");
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (fault == "old") context.Response.OnStarting(() =>
        {
            context.Response.Headers.Date = DateTime.UtcNow.AddHours(-2).ToString("R", CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
        if (status < 0) return false;
        if (status == 0)
        {
            context.Abort();
            return true;
        }
        context.Response.StatusCode = status;
        if (status == 301) context.Response.Headers.Location = body;
        if (status == 429) context.Response.Headers.RetryAfter = "3600";
        context.Response.ContentType = body.StartsWith('<') ? "text/html" : body.StartsWith('{') ? "application/json" : "text/plain";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body));
        return true;
    }

    private static string Job(string status, string more = "")
        => $$"""{"id": "{{Id}}", "status": "{{status}}", "filename": "b.wav", "model": "stt-async-v5"{{more}}}""";

    private static string Refused(string type, string message)
        => System.Text.Json.JsonSerializer.Serialize(new { error_type = type, message });

    private static async Task<WebApplication> StartSecureAsync(Stage stage)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(5));
        var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        await File.WriteAllTextAsync(stage.At("certificate.pem"), certificate.ExportCertificatePem());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var application = builder.Build();
        application.Run(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/v1/models" ? 200 : 404;
            return context.Response.WriteAsync($$"""{"models": [{{Model}}]}""");
        });
        await application.StartAsync();
        return application;
    }
}
