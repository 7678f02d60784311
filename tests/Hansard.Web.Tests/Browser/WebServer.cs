using Hansard.Engine.Tests;
using Hansard.Server;
using Hansard.Server.Configuration;
using Hansard.Server.Projects;
using Hansard.Web.Tests.Browser;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(WebServer))]

namespace Hansard.Web.Tests.Browser;

/// <summary>
/// A real server with the real engine, started when the first test needs it, for all tests; each has a project of its own.
/// </summary>
public sealed class WebServer : IAsyncLifetime
{
    private readonly SemaphoreSlim _start = new(1);
    private ServerHost? _host;
    private DirectoryInfo? _data;
    private int _projects;

    /// <summary>Its root, such as http://127.0.0.1:40123/.</summary>
    public async Task<Uri> AddressAsync() => (await HostAsync()).Address;

    /// <summary>A key of a project that no other test has.</summary>
    public async Task<string> NewKeyAsync()
        => await (await StoreAsync()).CreateKeyAsync($"project {Interlocked.Increment(ref _projects)}", "browser");

    /// <summary>An administrator's key, of a project that no other test has.</summary>
    public async Task<string> NewAdministratorAsync()
        => await (await StoreAsync()).CreateKeyAsync($"operators {Interlocked.Increment(ref _projects)}", "operator", isAdmin: true);

    /// <summary>The projects and keys of the server.</summary>
    internal async Task<IProjectStore> StoreAsync() => (await HostAsync()).Services.GetRequiredService<IProjectStore>();

    /// <summary>Starts another server, which the caller ends.</summary>
    /// <param name="configure">Changes its settings.</param>
    /// <param name="data">Its data folder.</param>
    internal static Task<ServerHost> StartAsync(DirectoryInfo data, Action<HansardServerOptions>? configure = null)
    {
        Tool.Of("ffmpeg").Require();
        var options = new HansardServerOptions { Port = 0, Data = data.FullName, Models = Fixtures.Models };
        options.Log.Level = LogLevel.None;
        options.Translation.Apertium = false;
        configure?.Invoke(options);
        return ServerHost.StartAsync(options);
    }

    /// <inheritdoc />
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync();
            await _host.DisposeAsync();
        }

        _data?.Delete(recursive: true);
        _start.Dispose();
    }

    private async Task<ServerHost> HostAsync()
    {
        await _start.WaitAsync();
        try
        {
            _data ??= Directory.CreateTempSubdirectory("hansard-web-");
            return _host ??= await StartAsync(_data);
        }
        finally
        {
            _start.Release();
        }
    }
}
