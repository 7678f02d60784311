using System.Diagnostics;
using Hansard.Server.Tests;

namespace Hansard.Resilience.DiskFaults;

/// <summary>Has system calls of a running server fail, as they do on a disk that is full, broken or read-only.</summary>
internal sealed class InjectedFault : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _trace = Path.GetTempFileName();
    private readonly Process _tracer;

    private InjectedFault(int process, string call, string error, int every)
    {
        _tracer = Process.Start(new ProcessStartInfo(
            "strace",
            ["-f", "-q", "-p", $"{process}", "-e", $"trace={call}", "-e", $"inject={call}:error={error}:when=1+{every}", "-o", _trace])
        {
            RedirectStandardError = true,
        })!;
    }

    /// <summary>Number of calls that have failed.</summary>
    public int Count => File.ReadLines(_trace).Count(line => line.EndsWith("(INJECTED)", StringComparison.Ordinal));

    /// <summary>Begins.</summary>
    /// <param name="server">The server, with all its threads.</param>
    /// <param name="call">The call, such as pwrite64.</param>
    /// <param name="error">The error, such as ENOSPC.</param>
    /// <param name="every">So many calls of a thread make one that fails.</param>
    public static async Task<InjectedFault> BeginAsync(ServerProcess server, string call, string error, int every)
    {
        var fault = new InjectedFault(server.Id, call, error, every);

        // TracerPid is 0 until it holds the server.
        for (var watch = Stopwatch.StartNew(); !IsTraced(server.Id);)
        {
            Assert.True(watch.Elapsed < Patience && !fault._tracer.HasExited, "strace could not take hold of the server.");
            await Task.Delay(10);
        }

        return fault;
    }

    /// <summary>Lets the server go on as ever.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_tracer.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", $"{_tracer.Id}"]);
            await _tracer.WaitForExitAsync().WaitAsync(Patience);
        }

        _tracer.Dispose();
        File.Delete(_trace);
    }

    private static bool IsTraced(int process)
        => File.ReadLines($"/proc/{process}/status")
            .Any(line => line.StartsWith("TracerPid:", StringComparison.Ordinal) && !line.EndsWith("\t0", StringComparison.Ordinal));
}
