using System.Text.Json;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;
using Hansard.Server.Search;
using Hansard.Server.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Summaries;

/// <summary>Writes the summaries that were asked for, one of a project at once: one that hangs holds up no other project.</summary>
/// <remarks>What is under way when the server stops is not gone on with: nothing is sent anywhere without somebody asking for it.</remarks>
internal sealed partial class SummaryService(
    ISummaryStore store, SummaryOptions options, TimeProvider clock, ILogger<SummaryService> logger) : BackgroundService
{
    // An endpoint of one's own is one machine.
    private const int AtOnce = 4;

    // A project's more would wait for hours; and all projects together have as many texts in memory.
    private const int LongestQueue = 8;
    private const int LongestOfAll = 100;

    // Once its token is cancelled, one ends as soon as it notices.
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(10);

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
            foreach (var running in _running.Values.Where(running => running.Wanted.Id == id)) running.Stop.Cancel();
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
        if (!IsConfigured) return;
        using var endpoint = new ChatEndpoint(options);
        var writer = new SummaryWriter(endpoint, new SummaryPrompts(options.Prompts), options.PartCharacters);
        await new ServiceLoop(LogServiceFault, clock).RunAsync(RoundAsync, Signal.PauseAfterFault, stoppingToken);

        // The endpoint is theirs, too.
        await Task.WhenAll(Running()).WaitAsync(StopGrace, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        Task RoundAsync(CancellationToken stopping)
        {
            while (TryStartNext(writer, stopping))
            {
                // Each is a task of its own.
            }
            return _signal.WaitAsync(stopping);
        }
    }

    private Task[] Running()
    {
        lock (_gate) return [.. _running.Values.Select(running => running.Task)];
    }

    // The longest waiting one of a project that has none under way.
    private bool TryStartNext(SummaryWriter writer, CancellationToken stopping)
    {
        lock (_gate)
        {
            if (_running.Count >= AtOnce || _waiting.Find(wanted => !_running.ContainsKey(wanted.Project)) is not { } next) return false;
            _waiting.Remove(next);
            var running = new RunningSummary(next, CancellationTokenSource.CreateLinkedTokenSource(stopping));
            _running.Add(next.Project, running);
            running.Task = Task.Run(() => RunAsync(writer, running), CancellationToken.None);
            return true;
        }
    }

    private async Task RunAsync(SummaryWriter writer, RunningSummary running)
    {
        try
        {
            await WriteAsync(writer, running.Wanted, running.Stop.Token);
        }
        catch (OperationCanceledException) when (running.Stop.IsCancellationRequested)
        {
            // Somebody has deleted it, or it ends with the next start.
        }
        catch (Exception exception)
        {
            LogFault(running.Wanted.Id, exception);
        }
        lock (_gate)
        {
            _running.Remove(running.Wanted.Project);
            running.Stop.Dispose();
        }
        _signal.Release();
    }

    private async Task WriteAsync(SummaryWriter writer, WantedSummary wanted, CancellationToken cancellationToken)
    {
        await StoreAsync(wanted.Id, () => store.StartAsync(wanted.Id), cancellationToken);
        string? statements = null;
        string? error = null;
        var unfounded = 0;
        try
        {
            var written = await writer.WriteAsync(wanted.Kind, wanted.Language, wanted.Passages, wanted.Names, cancellationToken);
            StatementEntry[] entries = [.. written.Statements.Select(statement => Entry(statement, wanted.Passages))];
            (statements, unfounded) = (JsonSerializer.Serialize(entries, JsonSettings.Stored), written.Unfounded);
        }
        catch (SummaryFault fault)
        {
            LogFailed(wanted.Id, fault.Message, fault.InnerException);
            error = fault.Message;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFault(wanted.Id, exception);
            error = "It could not be written, for a reason that is in the server's log.";
        }
        await StoreAsync(wanted.Id, () => store.EndAsync(wanted.Id, statements, unfounded, error), cancellationToken);
    }

    // A lock or a full disk passes: it must neither leave a summary queued for ever nor lose one that a model took minutes for. Until then
    // whoever deletes it ends this, and so does the server when it stops.
    private async Task StoreAsync(string id, Func<Task> write, CancellationToken cancellationToken)
    {
        string? logged = null;
        while (true)
        {
            try
            {
                await write();
                return;
            }
            catch (DatabaseUnavailableException exception)
            {
                if (exception.Message != logged) LogUnavailable(id, exception.Message);
                logged = exception.Message;
            }
            await Task.Delay(Signal.PauseAfterFault, clock, cancellationToken);
        }
    }

    private static StatementEntry Entry(Statement statement, IReadOnlyList<Passage> passages) => new(
        statement.Text,
        [.. statement.Passages.Select(i => passages[i]).Select(p => new StatementPassageEntry(p.StartMs, p.EndMs, p.Text))]);

    [LoggerMessage(230, LogLevel.Warning, "Summary {SummaryId} is not written: {Reason}")]
    private partial void LogFailed(string summaryId, string reason, Exception? exception);

    [LoggerMessage(231, LogLevel.Error, "Summary {SummaryId} is not written")]
    private partial void LogFault(string summaryId, Exception exception);

    [LoggerMessage(232, LogLevel.Error, "The writing of summaries failed outside of a summary; it goes on")]
    private partial void LogServiceFault(Exception exception);

    [LoggerMessage(233, LogLevel.Warning, "Summary {SummaryId} waits for the database: {Reason}")]
    private partial void LogUnavailable(string summaryId, string reason);
}

/// <summary>A summary that is being written.</summary>
/// <param name="Wanted">The request.</param>
/// <param name="Stop">Breaks it off.</param>
internal sealed record RunningSummary(WantedSummary Wanted, CancellationTokenSource Stop)
{
    /// <summary>Completes when it has ended.</summary>
    public Task Task { get; set; } = Task.CompletedTask;
}

/// <summary>A summary that somebody asked for, with all that it is made of.</summary>
/// <param name="Project">Id of the project.</param>
/// <param name="Id">Its id in the store.</param>
/// <param name="Kind">One of <see cref="SummaryKind.All"/>.</param>
/// <param name="Language">Name or code of the language to write in.</param>
/// <param name="Passages">The transcript; at least one.</param>
/// <param name="Names">Names by speaker.</param>
internal sealed record WantedSummary(
    string Project, string Id, string Kind, string Language, IReadOnlyList<Passage> Passages, IReadOnlyDictionary<string, string> Names);
