using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Search;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Summaries;

/// <summary>Writes the summaries that were asked for, one after the other: an endpoint of one's own is one machine.</summary>
/// <remarks>What is under way when the server stops is not gone on with: nothing is sent anywhere without somebody asking for it.</remarks>
internal sealed partial class SummaryService(ISummaryStore store, SummaryOptions options, ILogger<SummaryService> logger)
    : BackgroundService
{
    // More would wait for hours.
    private const int LongestQueue = 100;

    private readonly Channel<WantedSummary> _queue = Channel.CreateBounded<WantedSummary>(LongestQueue);
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _waiting = new(StringComparer.Ordinal);

    /// <summary>Indicates whether there is somebody to ask.</summary>
    public bool IsConfigured => options.BaseAddress is not null;

    /// <summary>Puts one at the end of the queue; it is in the store.</summary>
    /// <returns>False when the queue is full.</returns>
    public bool Enqueue(WantedSummary wanted)
    {
        var stop = new CancellationTokenSource();
        _waiting[wanted.Id] = stop;
        if (_queue.Writer.TryWrite(wanted)) return true;
        _waiting.TryRemove(wanted.Id, out _);
        stop.Dispose();
        return false;
    }

    /// <summary>Stops one that waits or is being written.</summary>
    public void Cancel(string id)
    {
        if (_waiting.TryRemove(id, out var stop)) stop.Cancel();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await store.EndInterruptedAsync("The server was stopped before it was written: ask for it again.", stoppingToken);
        if (!IsConfigured) return;
        using var endpoint = new ChatEndpoint(options);
        var writer = new SummaryWriter(endpoint, new SummaryPrompts(options.Prompts), options.PartCharacters);
        await foreach (var wanted in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            if (!_waiting.TryGetValue(wanted.Id, out var own)) continue;
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(own.Token, stoppingToken);
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
            finally
            {
                _waiting.TryRemove(wanted.Id, out _);
            }
        }
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

/// <summary>A summary that somebody asked for, with all that it is made of.</summary>
/// <param name="Id">Its id in the store.</param>
/// <param name="Kind">One of <see cref="SummaryKind.All"/>.</param>
/// <param name="Language">Name or code of the language to write in.</param>
/// <param name="Passages">The transcript; at least one.</param>
/// <param name="Names">Names by speaker.</param>
internal sealed record WantedSummary(
    string Id, string Kind, string Language, IReadOnlyList<Passage> Passages, IReadOnlyDictionary<string, string> Names);
