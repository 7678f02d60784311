using System.Text.Json;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Search;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Summaries;

/// <summary>Writes the summaries that were asked for, one of a project at once: one that hangs holds up no other project.</summary>
/// <remarks>What is under way when the server stops is not gone on with: nothing is sent anywhere without somebody asking for it.</remarks>
internal sealed partial class SummaryService(ISummaryStore store, SummaryOptions options, ILogger<SummaryService> logger)
    : BackgroundService
{
    // An endpoint of one's own is one machine.
    private const int AtOnce = 4;

    // A project's more would wait for hours; and all projects together have as many texts in memory.
    private const int LongestQueue = 8;
    private const int LongestOfAll = 100;

    private readonly Lock _gate = new();
    private readonly List<WantedSummary> _waiting = [];
    private readonly Dictionary<string, RunningSummary> _running = [];
    private readonly SemaphoreSlim _signal = new(0);

    /// <summary>Indicates whether there is somebody to ask.</summary>
    public bool IsConfigured => options.BaseAddress is not null;

    /// <summary>Puts one at the end of its project's queue; it is in the store.</summary>
    /// <returns>False when the queue is full.</returns>
    public bool Enqueue(WantedSummary wanted)
    {
        lock (_gate)
        {
            if (_waiting.Count >= LongestOfAll || _waiting.Count(other => other.Project == wanted.Project) >= LongestQueue) return false;
            _waiting.Add(wanted);
        }
        _signal.Release();
        return true;
    }

    /// <summary>Stops one that waits or is being written.</summary>
    public void Cancel(string id)
    {
        lock (_gate)
        {
            _waiting.RemoveAll(wanted => wanted.Id == id);
            foreach (var running in _running.Values.Where(running => running.Id == id)) running.Stop.Cancel();
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        base.Dispose();
        _signal.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await store.EndInterruptedAsync("The server was stopped before it was written: ask for it again.", stoppingToken);
        if (!IsConfigured) return;
        using var endpoint = new ChatEndpoint(options);
        var writer = new SummaryWriter(endpoint, new SummaryPrompts(options.Prompts), options.PartCharacters);
        try
        {
            while (true)
            {
                await _signal.WaitAsync(stoppingToken);
                while (Take(stoppingToken) is { } taken) _ = RunAsync(writer, taken.Wanted, taken.Stop);
            }
        }
        finally
        {
            // The endpoint is theirs, too.
            while (IsRunning()) await Task.Delay(10, CancellationToken.None);
        }
    }

    private bool IsRunning()
    {
        lock (_gate) return _running.Count > 0;
    }

    // The longest waiting one of a project that has none under way.
    private (WantedSummary Wanted, CancellationTokenSource Stop)? Take(CancellationToken stoppingToken)
    {
        lock (_gate)
        {
            if (_running.Count >= AtOnce || _waiting.Find(wanted => !_running.ContainsKey(wanted.Project)) is not { } next) return null;
            _waiting.Remove(next);
            var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            _running.Add(next.Project, new RunningSummary(next.Id, stop));
            return (next, stop);
        }
    }

    private async Task RunAsync(SummaryWriter writer, WantedSummary wanted, CancellationTokenSource stop)
    {
        // Not on the thread that looks for the next.
        await Task.Yield();
        try
        {
            await WriteAsync(writer, wanted, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Somebody has deleted it, or it ends with the next start.
        }
        catch (Exception exception)
        {
            LogFault(wanted.Id, exception);
        }
        lock (_gate)
        {
            _running.Remove(wanted.Project);
            stop.Dispose();
        }
        _signal.Release();
    }

    private async Task WriteAsync(SummaryWriter writer, WantedSummary wanted, CancellationToken cancellationToken)
    {
        await store.StartAsync(wanted.Id);
        try
        {
            var written = await writer.WriteAsync(wanted.Kind, wanted.Language, wanted.Passages, wanted.Names, cancellationToken);
            StatementEntry[] entries = [.. written.Statements.Select(statement => Entry(statement, wanted.Passages))];
            await store.EndAsync(wanted.Id, JsonSerializer.Serialize(entries, JsonSettings.Stored), written.Unfounded, null);
        }
        catch (SummaryFault fault)
        {
            LogFailed(wanted.Id, fault.Message, fault.InnerException);
            await store.EndAsync(wanted.Id, null, 0, fault.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFault(wanted.Id, exception);
            await store.EndAsync(wanted.Id, null, 0, "It could not be written, for a reason that is in the server's log.");
        }
    }

    private static StatementEntry Entry(Statement statement, IReadOnlyList<Passage> passages) => new(
        statement.Text,
        [.. statement.Passages.Select(i => passages[i]).Select(p => new StatementPassageEntry(p.StartMs, p.EndMs, p.Text))]);

    [LoggerMessage(230, LogLevel.Warning, "Summary {SummaryId} is not written: {Reason}")]
    private partial void LogFailed(string summaryId, string reason, Exception? exception);

    [LoggerMessage(231, LogLevel.Error, "Summary {SummaryId} is not written")]
    private partial void LogFault(string summaryId, Exception exception);
}

/// <summary>A summary that is being written.</summary>
/// <param name="Id">Its id in the store.</param>
/// <param name="Stop">Breaks it off.</param>
internal sealed record RunningSummary(string Id, CancellationTokenSource Stop);

/// <summary>A summary that somebody asked for, with all that it is made of.</summary>
/// <param name="Project">Id of the project.</param>
/// <param name="Id">Its id in the store.</param>
/// <param name="Kind">One of <see cref="SummaryKind.All"/>.</param>
/// <param name="Language">Name or code of the language to write in.</param>
/// <param name="Passages">The transcript; at least one.</param>
/// <param name="Names">Names by speaker.</param>
internal sealed record WantedSummary(
    string Project, string Id, string Kind, string Language, IReadOnlyList<Passage> Passages, IReadOnlyDictionary<string, string> Names);
