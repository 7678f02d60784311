using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;

namespace Hansard.Cli.Tests.Guides;

/// <summary>Runs every command of the guides, from top to bottom, as a reader would.</summary>
[SupportedOSPlatform("linux")]
public sealed class GuideTests
{
    private static readonly string Folder = Path.Combine(HansardProcess.Repository, "docs", "guides");

    // The largest guide takes half a minute, and a busy machine many times as long.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(12);

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder, "*.md").Select(path => Path.GetFileName(path)).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    [Requires("ffmpeg", "curl", "python3", "nodejs")]
    public async Task Every_command_of_a_guide_runs(string guide)
    {
        var port = FreePort();
        var text = File.ReadAllText(Path.Combine(Folder, guide)).Replace("8080", $"{port}", StringComparison.Ordinal)
            .Replace("8081", $"{FreePort()}", StringComparison.Ordinal);
        await using var desk = await ReadersDesk.SetUpAsync(port);
        var script = string.Join(
            '\n', GuideBlocks.In(text).Select(block => block.IsServer ? InTheBackground(block.Commands) : block.Commands));

        var (code, output) = await desk.RunAsync(script, Patience);

        Assert.True(code == 0, $"{guide} ends with {code}:\n{output}");
    }

    [Fact]
    public void What_is_not_run_says_why()
    {
        foreach (var name in Names.Select(row => row.Data))
            Assert.All(GuideBlocks.NotRunIn(File.ReadAllText(Path.Combine(Folder, name))), reason => Assert.NotEmpty(reason.Trim()));
    }

    // A server of the guide stays until the guide ends; its reader waits for the address.
    private static string InTheBackground(string command) =>
        $$"""
        rm -f serve.log
        env {{command}} > serve.log 2>&1 &
        server=$!
        for i in $(seq 2000); do
            grep -qs 'Hansard listens on' serve.log && break
            kill -0 $server 2>/dev/null || { cat serve.log; exit 1; }
            sleep 0.2
        done
        grep -q 'Hansard listens on' serve.log || { cat serve.log; exit 1; }
        """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
