using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Hansard.Engine.Tests;

namespace Hansard.Server.Tests;

/// <summary>A server in a process of its own, which can be stopped, killed, and started again on the same data and port.</summary>
/// <param name="settings">Beside those that every test needs, such as Workers=2.</param>
internal sealed class ServerProcess(params string[] settings) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly StringBuilder _log = new();

    private readonly Lazy<DirectoryInfo> _new = new(() => Directory.CreateTempSubdirectory("hansard-test-"));
    private readonly int _port = FreePort.Find();
    private Process? _process;

    /// <summary>
    /// The size of a file system of its own that the data directory is on, seen by the server only; null for none. See
    /// <see cref="CanMountAsync"/>.
    /// </summary>
    public int? DiskMegabytes { get; init; }

    /// <summary>The folder of another server's data, which is removed in the end; null: a new one.</summary>
    public string? Data { get; init; }

    /// <summary>Files that it may open at most, with no way to raise it; null: as many as this process.</summary>
    public int? OpenFiles { get; init; }

    /// <summary>A program and its arguments that run the server: <c>ip netns exec NAME</c>; empty for none.</summary>
    public IReadOnlyList<string> Through { get; init; } = [];

    /// <summary>The address that it is reached by.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Seconds that the decoder sleeps for a second of sound, in place of the stand-in; null: the stand-in.</summary>
    public double? Pace { get; init; }

    /// <summary>The most memory that it has had so far, in bytes. Only on Linux.</summary>
    public long PeakMemory
        => File.ReadLines($"/proc/{_process!.Id}/status").Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(line => 1024 * long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1])).Single();

    /// <summary>Names of the assemblies and libraries that it has loaded so far. Only on Linux.</summary>
    public IReadOnlySet<string> Loaded
        => File.ReadLines($"/proc/{_process!.Id}/maps").Select(line => Path.GetFileName(line)).Where(name => name.Length > 0).ToHashSet();

    public Uri Address => new($"http://{Host}:{_port}");

    public string DataDirectory => Data ?? _new.Value.FullName;

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

    /// <summary>Tells whether this user may mount something in a namespace of its own, as <see cref="DiskMegabytes"/> needs.</summary>
    public static async Task<bool> CanMountAsync()
    {
        if (!File.Exists("/usr/bin/unshare")) return false;
        using var process = Process.Start(
            new ProcessStartInfo("/usr/bin/unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/tmp"]) { RedirectStandardError = true })!;
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode == 0;
    }

    public async Task StartAsync()
    {
        string[] arguments =
        [
            $"Host={Host}", $"Port={_port}", $"Data={DataDirectory}", $"Models={Fixtures.Models}", $"ApiKey={TestServer.Key}",
            .. settings.Any(setting => setting.StartsWith("AllowHosts:0=", StringComparison.Ordinal))
                ? settings
                : settings.Prepend("AllowHosts:0=127.0.0.1"),
        ];
        var path = Path.Combine(
            Fixtures.Repository, "artifacts", "bin", "Hansard.Server.TestHost",
            Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "Hansard.Server.TestHost");
        var command = (string[])[path, .. arguments];
        if (OpenFiles is { } files) command = ["/bin/sh", "-c", $"ulimit -n {files} && exec \"$0\" \"$@\"", .. command];
        if (DiskMegabytes is { } size)
            command = [
                "/usr/bin/unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=$0m tmpfs \"$1\" && shift && exec \"$@\"", $"{size}",
                DataDirectory, .. command
            ];
        command = [.. Through, .. command];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Killed, it would leave the socket and the pipes for debuggers behind.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        if (Pace is { } pace) start.Environment[Jobs.Parts.SleepingTranscriber.Variable] = pace.ToString(CultureInfo.InvariantCulture);
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_log) _log.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
        string? line = null;
        try
        {
            line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);

            // With all that it logged.
            if (line is null) await _process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            // Told with what it logged.
        }
        var log = Log;
        Assert.True(line?.StartsWith("listens", StringComparison.Ordinal), $"It did not start: …{log[^Math.Min(8000, log.Length)..]}");
    }

    /// <summary>Fills the file system that the data directory is on, to the last byte; see <see cref="DiskMegabytes"/>.</summary>
    public void FillDisk()
    {
        // The way into what only the server has mounted.
        using var file = new FileStream(
            $"/proc/{_process!.Id}/root{DataDirectory}/filler", FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1);
        try
        {
            while (true) file.Write(new byte[1 << 12]);
        }
        catch (IOException)
        {
            // There is no room left.
        }
    }

    /// <summary>As an init system does.</summary>
    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> StopAsync()
    {
        var watch = Stopwatch.StartNew();
        using var kill = Process.Start("sh", ["-c", $"kill -TERM {_process!.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(0, _process.ExitCode);
        _process.Dispose();
        _process = null;
        return watch.Elapsed;
    }

    /// <summary>Has it stand still, as a machine that swaps or is suspended does.</summary>
    public void Pause() => Signal("STOP");

    /// <summary>The process's number.</summary>
    public int Id => _process!.Id;

    /// <summary>How it ended by itself, such as 135 for SIGBUS; null while it runs.</summary>
    public int? ExitCode => _process is { HasExited: true } ended ? ended.ExitCode : null;

    /// <summary>Has it go on.</summary>
    public void Resume() => Signal("CONT");

    /// <summary>Starts it again if it has ended by itself, as an init system does.</summary>
    public async Task KeepRunningAsync()
    {
        if (_process is { HasExited: true }) await StartAsync();
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

        Directory.Delete(DataDirectory, recursive: true);
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{name} {_process!.Id}"]);
        Assert.True(kill.WaitForExit(Patience));
    }
}
