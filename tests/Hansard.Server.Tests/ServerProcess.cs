using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Hansard.Engine.Tests;

namespace Hansard.Server.Tests;

/// <summary>A server in a process of its own, which can be stopped, killed, and started again on the same data and port.</summary>
/// <param name="settings">Beside those that every test needs, such as Workers=2.</param>
internal sealed class ServerProcess(params string[] settings) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly StringBuilder _log = new();

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hansard-test-");
    private readonly int _port = FreePort();
    private Process? _process;

    public Uri Address => new($"http://127.0.0.1:{_port}");

    public string DataDirectory => _data.FullName;

    /// <summary>What it has logged so far, whatever was started and stopped meanwhile.</summary>
    public string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    /// <summary>A client with a key.</summary>
    public HttpClient NewClient()
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(10) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestServer.Key);
        return client;
    }

    public async Task StartAsync()
    {
        string[] arguments =
        [
            $"Port={_port}", $"Data={_data.FullName}", $"Models={Fixtures.Models}", $"ApiKey={TestServer.Key}", "AllowHosts:0=127.0.0.1", .. settings,
        ];
        var path = Path.Combine(Fixtures.Repository, "artifacts", "bin", "Hansard.Server.TestHost", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "Hansard.Server.TestHost");
        var start = new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Killed, it would leave the socket and the pipes for debuggers behind.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_log) _log.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        Assert.True(line?.StartsWith("listens", StringComparison.Ordinal), "The server did not start.");
    }

    /// <summary>As an init system does.</summary>
    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> StopAsync()
    {
        var watch = Stopwatch.StartNew();
        using var kill = Process.Start("kill", ["-TERM", _process!.Id.ToString()]);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(0, _process.ExitCode);
        _process.Dispose();
        _process = null;
        return watch.Elapsed;
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
