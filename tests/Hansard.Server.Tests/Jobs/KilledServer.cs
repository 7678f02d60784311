using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hansard.Engine.Tests;

namespace Hansard.Server.Tests.Jobs;

/// <summary>A server in a process of its own, which is killed and started again on the same data and port.</summary>
internal sealed class KilledServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hansard-test-");
    private readonly int _port = FreePort();
    private Process? _process;

    public Uri Address => new($"http://127.0.0.1:{_port}");

    public string DataDirectory => _data.FullName;

    public async Task StartAsync()
    {
        string[] settings =
        [
            $"Port={_port}", $"Data={_data.FullName}", $"Models={Fixtures.Models}", $"ApiKey={TestServer.Key}", "Workers=2", "Log:Level=None",
            "Limits:PendingTranscriptions=10000", "AllowHosts:0=127.0.0.1",
        ];
        var path = Path.Combine(Fixtures.Repository, "artifacts", "bin", "Hansard.Server.TestHost", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "Hansard.Server.TestHost");
        _process = Process.Start(new ProcessStartInfo(path, settings) { RedirectStandardOutput = true })!;
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        Assert.True(line?.StartsWith("listens", StringComparison.Ordinal), "The server did not start.");
    }

    /// <summary>As kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        if (_process is { } process)
        {
            process.Kill();
            process.WaitForExit(Patience);
            process.Dispose();
        }

        _data.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
