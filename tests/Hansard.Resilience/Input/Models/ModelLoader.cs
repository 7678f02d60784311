using System.Diagnostics;
using Hansard.Engine.Tests;

namespace Hansard.Resilience.Input.Models;

/// <summary>A process that loads models, and another one where it has ended.</summary>
internal sealed class ModelLoader : IDisposable
{
    /// <summary>The longest that a load and the start of the process before it may take by the clock.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(6);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private Process? _process;

    /// <summary>The most bytes that any of the processes has had.</summary>
    public long Peak { get; private set; }

    /// <summary>Loads a model.</summary>
    /// <returns>The outcome in a line, or how the process ended.</returns>
    public async Task<string> LoadAsync(string folder)
    {
        var process = _process is { HasExited: false } ? _process : await StartAsync();
        await process.StandardInput.WriteLineAsync(folder);
        await process.StandardInput.FlushAsync();
        var line = process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();
        var isInTime = await IsInTimeAsync(process, line);
        Peak = Math.Max(Peak, ProcessMemory.Peak(process.Id));
        if (isInTime && await line is { } outcome) return outcome;
        if (!isInTime) process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return isInTime ? $"the process ended: {process.ExitCode}" : $"no end after {InputRun.Patience.TotalSeconds} s of processor time";
    }

    public void Dispose()
    {
        if (_process is { HasExited: false }) _process.Kill();
        _process?.Dispose();
    }

    // By what it works, and not by what else the machine does.
    private static async Task<bool> IsInTimeAsync(Process process, Task<string?> line)
    {
        var (watch, before) = (Stopwatch.StartNew(), WorkOf(process));
        while (await Task.WhenAny(line, Task.Delay(Look)) != line)
        {
            process.Refresh();
            if (WorkOf(process) - before > InputRun.Patience || watch.Elapsed > Longest / 2) return false;
        }

        return true;
    }

    private static TimeSpan WorkOf(Process process)
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            // It has ended, which its output tells too.
            return TimeSpan.Zero;
        }
    }

    private async Task<Process> StartAsync()
    {
        _process?.Dispose();
        var program = Path.Combine(
            Fixtures.Repository, "artifacts", "bin", "Hansard.Server.TestHost",
            Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "Hansard.Server.TestHost");
        _process = Process.Start(new ProcessStartInfo(program, ["load-models", Fixtures.Models])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        Assert.Equal("ready", await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        return _process;
    }
}
