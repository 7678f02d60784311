using System.Net;
using System.Net.Sockets;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs;

namespace Hansard.Server.Outbound;

/// <summary>The operating system's resolver, on threads of its own.</summary>
/// <remarks>
/// Only the system's own resolver knows all that decides where a name leads (/etc/hosts, search domains, multicast DNS, whatever
/// nsswitch.conf lists), but on Linux it blocks its thread for as long as a name server is silent, also behind <see
/// cref="Dns.GetHostAddressesAsync(string)"/>, which blocks threads of the pool that answers requests. A look-up cannot be broken off: who
/// waits stops waiting at the time limit, and the thread counts for its project until the system lets go of it, so names that hang use up
/// their own project's threads only.
/// </remarks>
public sealed class SystemHostResolver : IHostResolver
{
    // Of one name at once: the answer is the same.
    private const int ThreadsPerName = 4;

    private readonly OutboundSlots _threads;
    private readonly ReleaseSignal _released = new();
    private readonly LookupOptions _options;
    private readonly TimeProvider _clock;
    private readonly Func<string, IPAddress[]> _lookUp;

    /// <param name="options">Number of look-ups at once, and the time that each may take.</param>
    /// <param name="clock">Measures the time limit.</param>
    public SystemHostResolver(LookupOptions options, TimeProvider clock)
        : this(options, clock, Dns.GetHostAddresses)
    {
    }

    /// <param name="options">Number of look-ups at once, and the time that each may take.</param>
    /// <param name="clock">Measures the time limit.</param>
    /// <param name="lookUp">Blocks until it has the answer.</param>
    internal SystemHostResolver(LookupOptions options, TimeProvider clock, Func<string, IPAddress[]> lookUp)
    {
        (_options, _clock, _lookUp) = (options, clock, lookUp);
        _threads = new OutboundSlots(options.Concurrency, options.ConcurrencyPerProject, ThreadsPerName);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, string project, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.Timeout, _clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await TakeThreadAsync(host, project, linked.Token);
            return await LookUp(host, project).WaitAsync(linked.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SocketException((int)SocketError.TryAgain);
        }
    }

    private async Task TakeThreadAsync(string host, string project, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = _released.Next;
            lock (_threads)
                if (_threads.TryTake(project, host)) return;
            await next.WaitAsync(cancellationToken);
        }
    }

    // The thread's slot is taken already, and given back at the thread's end.
    private Task<IPAddress[]> LookUp(string host, string project)
    {
        var result = new TaskCompletionSource<IPAddress[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Run(host, project, result)) { IsBackground = true, Name = "Look-up" };
        try
        {
            thread.Start();
        }
        catch
        {
            Release(host, project);
            throw;
        }

        return result.Task;
    }

    private void Run(string host, string project, TaskCompletionSource<IPAddress[]> result)
    {
        try
        {
            result.SetResult(_lookUp(host));
        }
        catch (Exception exception)
        {
            result.SetException(exception);

            // Nobody may be waiting any more.
            _ = result.Task.Exception;
        }

        Release(host, project);
    }

    private void Release(string host, string project)
    {
        lock (_threads) _threads.Release(project, host);
        _released.Set();
    }

    private sealed class ReleaseSignal : Signal;
}
