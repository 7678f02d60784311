using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using Hansard.Engine.Tests;

namespace Hansard.Server.Tests.Cluster;

/// <summary>A node of a cluster, and nothing else, in a process of its own.</summary>
internal sealed class NodeProcess : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly Channel<string> _views = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NodeProcess(Process process) => _process = process;

    /// <summary>Address and port for the others.</summary>
    public string Address => _address.Task.Result;

    /// <summary>Whom it saw last.</summary>
    public string View { get; private set; } = "";

    /// <summary>Starts one, and waits until it has joined.</summary>
    public static async Task<NodeProcess> StartAsync(string database, params string[] settings)
    {
        var path = Path.Combine(
            Fixtures.Repository, "artifacts", "bin", "Hansard.Server.TestHost",
            Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "Hansard.Server.TestHost");
        var start = new ProcessStartInfo(path, ["node", database, .. settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Killed, it would leave the socket and the pipes for debuggers behind.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        var node = new NodeProcess(Process.Start(start)!);
        node._process.ErrorDataReceived += (_, line) => node.Note(line.Data);
        node._process.OutputDataReceived += (_, line) => node.Read(line.Data);
        node._process.BeginErrorReadLine();
        node._process.BeginOutputReadLine();
        try
        {
            await node._address.Task.WaitAsync(Longest);
            return node;
        }
        catch (Exception exception)
        {
            node.Dispose();
            throw new InvalidOperationException($"A node did not join: {node._log}", exception);
        }
    }

    /// <summary>Waits until it sees these nodes and nobody else.</summary>
    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> WaitUntilSeesAsync(params NodeProcess[] nodes)
    {
        var wanted = string.Join(',', nodes.Select(node => node.Address).Order(StringComparer.Ordinal));
        var watch = Stopwatch.StartNew();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Longest);
        try
        {
            while (View != wanted) View = await _views.Reader.ReadAsync(limit.Token);
            return watch.Elapsed;
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            throw new InvalidOperationException($"{Address} sees '{View}', not '{wanted}': {_log}", exception);
        }
    }

    /// <summary>As kill -9 does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit(Longest);
    }

    /// <summary>As an init system does.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("sh", ["-c", $"kill -TERM {_process.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(Longest);
        Assert.True(_process.ExitCode == 0, $"{_process.ExitCode}: {_log}");
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            _views.Writer.TryComplete();
            _address.TrySetException(new InvalidOperationException("The process ended."));
        }
        else if (line.Split(' ', 2) is ["is", var address])
        {
            _address.TrySetResult(address);
        }
        else if (line.Split(' ', 2) is ["sees", var view])
        {
            _views.Writer.TryWrite(view);
        }
    }

    private void Note(string? line)
    {
        lock (_log) _log.AppendLine(line);
    }
}
