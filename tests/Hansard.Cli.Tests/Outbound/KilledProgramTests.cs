using System.Runtime.Versioning;

namespace Hansard.Cli.Tests.Outbound;

/// <summary>The folder of temporary files after the program was killed.</summary>
[SupportedOSPlatform("linux")]
[Requires("ffmpeg")]
public sealed class KilledProgramTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TracedProgram _program = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task A_killed_server_leaves_no_socket_and_no_pipe_of_the_runtime_behind()
    {
        await StartAndKillAsync();

        Assert.Empty(_program.Left);
    }

    [Fact]
    public async Task Tools_find_the_runtime_s_socket_where_that_is_asked_for()
    {
        await StartAndKillAsync("DOTNET_EnableDiagnostics=1");

        Assert.Contains(_program.Left, path => Path.GetFileName(path).StartsWith("dotnet-diagnostic-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_next_start_sweeps_the_recording_that_a_killed_one_left()
    {
        using var dead = _program.StartUntraced("true");
        await dead.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
        var left = Path.Combine(_program.Temporary, $"hansard-{dead.Id}-{Guid.NewGuid():N}.recording");
        await File.WriteAllTextAsync(left, "left", Cancellation);

        await StartAndKillAsync();

        Assert.Empty(_program.Left);
    }

    private async Task StartAndKillAsync(params string[] environment)
    {
        using var server = _program.StartUntraced(
            "env", [.. environment, "dotnet", Path.Combine(AppContext.BaseDirectory, "hansard.dll"),
                "serve", "--no-auth", "--port", "0", "--data", Path.Combine(_program.Output, "data")]);
        try
        {
            while (await server.StandardOutput.ReadLineAsync(Cancellation).AsTask().WaitAsync(Patience, Cancellation) is { } line)
                if (line.Contains("listens on", StringComparison.Ordinal)) return;
            Assert.Fail($"The server ended: {await server.StandardError.ReadToEndAsync(Cancellation)}");
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
        }
    }
}
