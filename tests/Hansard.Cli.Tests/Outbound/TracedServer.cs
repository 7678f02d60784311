using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;

namespace Hansard.Cli.Tests.Outbound;

/// <summary>hansard serve, traced.</summary>
[SupportedOSPlatform("linux")]
internal sealed partial class TracedServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private readonly TracedProgram _traced;
    private readonly Process _process;
    private readonly Task<string> _errors;

    private TracedServer(TracedProgram traced, Process process)
    {
        (_traced, _process) = (traced, process);
        _errors = process.StandardError.ReadToEndAsync(Cancellation);
    }

    /// <summary>A client without a key.</summary>
    public HttpClient Client { get; } = new() { Timeout = Patience };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts one, with its data in the folder of the program's output, and waits until it listens.</summary>
    public static async Task<TracedServer> StartAsync(TracedProgram traced, params string[] options)
    {
        var server = new TracedServer(traced, traced.Start(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "hansard.dll"), "serve", "--port", "0",
                "--data", Path.Combine(traced.Output, "data"), .. options,
            ]));
        try
        {
            while (await server._process.StandardOutput.ReadLineAsync(Cancellation).AsTask().WaitAsync(Patience, Cancellation) is { } line)
            {
                if (Address().Match(line) is not { Success: true } match) continue;
                server.Client.BaseAddress = new Uri(match.Groups[1].Value);
                return server;
            }

            throw new InvalidOperationException($"The server ended before it listened: {await server._errors}");
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it as an init system does.</summary>
    public async Task StopAsync()
    {
        using (var kill = HansardProcess.Signal(_traced.ProcessId, "TERM")) await kill.WaitForExitAsync(Cancellation);
        await _process.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
        Assert.True(_process.ExitCode == 0, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience, CancellationToken.None);
        }

        _process.Dispose();
        Client.Dispose();
    }

    [GeneratedRegex(@"listens on (http://[^,\s]+)")]
    private static partial Regex Address();
}
