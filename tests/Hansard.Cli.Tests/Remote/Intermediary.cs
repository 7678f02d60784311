using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hansard.Cli.Tests.Remote;

/// <summary>Stands between commands and a server, as proxies and networks do, with faults at chosen places.</summary>
internal sealed class Intermediary : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private readonly WebApplication _application;
    private readonly Uri _server;

    private Intermediary(Uri server, Func<HttpContext, Func<Task>, Task> handle)
    {
        _server = server;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, 0);
            options.Limits.MaxRequestBodySize = null;
        });
        _application = builder.Build();
        _application.Run(context => handle(context, () => ForwardAsync(context)));
    }

    /// <summary>Its address.</summary>
    public Uri Address => new(_application.Urls.First());

    /// <param name="server">The real server.</param>
    /// <param name="handle">Handles a request; its second argument passes it on.</param>
    public static async Task<Intermediary> StartAsync(Uri server, Func<HttpContext, Func<Task>, Task> handle)
    {
        var made = new Intermediary(server, handle);
        await made._application.StartAsync();
        return made;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _http.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var request = context.Request;
        var address = new Uri(_server, $"{request.Path}{request.QueryString}");
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), address);
        if (request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0) message.Content = new StreamContent(request.Body);
        foreach (var (name, values) in request.Headers)
        {
            if (name is "Host" or "Expect" or "Connection") continue;
            if (!message.Headers.TryAddWithoutValidation(name, values.ToArray()))
                message.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        }
        using var answer = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        var content = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }
}
