using System.Diagnostics;
using Hansard.Engine.Tests;

namespace Hansard.Resilience.Input.Models;

/// <summary>A process that loads models, and another one where it has ended.</summary>
internal sealed class ModelLoader : IDisposable
{
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
        try
        {
            var line = await process.StandardOutput.ReadLineAsync().WaitAsync(InputRun.Patience, TestContext.Current.CancellationToken);
            Peak = Math.Max(Peak, ProcessMemory.Peak(process.Id));
            if (line is not null) return line;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return $"the process ended: {process.ExitCode}";
        }
        catch (TimeoutException)
        {
            Peak = Math.Max(Peak, ProcessMemory.Peak(process.Id));
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return $"no end after {InputRun.Patience.TotalSeconds} s";
        }
    }

    public void Dispose()
    {
        if (_process is { HasExited: false }) _process.Kill();
        _process?.Dispose();
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
