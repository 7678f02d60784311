using Hansard.Engine.Tests;
using Hansard.Server;
using Hansard.Server.Configuration;
using Hansard.Server.Observability;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hansard.Conformance;

/// <summary>A server of one test, with the real engine and an empty data directory, that is stopped and started as its test says.</summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private const string Key = "a-key-of-one-test-0123456789";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hansard-conformance-");
    private readonly Action<HansardServerOptions> _configure;
    private ServerHost _host = null!;

    private OwnServer(Action<HansardServerOptions> configure) => _configure = configure;

    /// <summary>The environment of its clients.</summary>
    public IReadOnlyDictionary<string, string> Client => new Dictionary<string, string>
    {
        ["SONIOX_API_BASE_URL"] = _host.Address.GetLeftPart(UriPartial.Authority),
        ["SONIOX_TTS_API_URL"] = _host.Address.GetLeftPart(UriPartial.Authority),
        ["SONIOX_API_KEY"] = Key,
        ["HANSARD_CLIPS"] = Fixtures.PathOf("audio", "clips"),
    };

    public static async Task<OwnServer> StartAsync(Action<HansardServerOptions> configure)
    {
        Tool.Of("ffmpeg").Require();
        var server = new OwnServer(configure);
        await server.StartAsync(port: 0);
        return server;
    }

    /// <summary>Stops and starts it at the same address, once it works on so many jobs or has them waiting.</summary>
    public async Task RestartAsync(int jobs)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TimeSpan.FromMinutes(2));
        var backlog = _host.Services.GetRequiredService<IJobBacklog>();
        while (backlog.Depth() is var depth && depth.Queued + depth.Processing < jobs)
            await Task.Delay(TimeSpan.FromMilliseconds(5), timeout.Token);
        var port = _host.Address.Port;
        await _host.StopAsync(timeout.Token);
        await _host.DisposeAsync();
        await StartAsync(port);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private async Task StartAsync(int port)
    {
        var options = new HansardServerOptions { Port = port, Data = _data.FullName, ApiKey = Key, Models = Fixtures.Models };
        options.Log.Level = LogLevel.None;
        options.Translation.Apertium = false;
        _configure(options);
        _host = await ServerHost.StartAsync(options, TestContext.Current.CancellationToken);
    }
}
