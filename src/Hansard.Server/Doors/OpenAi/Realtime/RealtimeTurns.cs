using Hansard.Engine;
using Hansard.Server.Contract;

namespace Hansard.Server.Doors.OpenAi.Realtime;

/// <summary>Utterances of a session: whose words are heard, and which of them are complete.</summary>
/// <param name="events">Makes events.</param>
/// <param name="output">Tells them.</param>
internal sealed class RealtimeTurns(RealtimeEvents events, RealtimeOutput output) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Utterances that the client has committed and whose words are not complete, the oldest first.</summary>
    private readonly Queue<RealtimeItem> _committed = [];

    /// <summary>
    /// Places up to which the client has committed while the server ends utterances too: it may be ahead of what is heard, and the ends
    /// before them come first.
    /// </summary>
    private readonly Queue<TimeSpan> _wished = [];

    private RealtimeItem _open = new();
    private string? _previous;

    /// <summary>The time in the sound at which the buffer begins.</summary>
    public TimeSpan BufferFrom { get; private set; }

    /// <summary>Tells what was heard.</summary>
    /// <param name="result">What was heard.</param>
    /// <param name="offset">The time in the sound at which hearing began.</param>
    /// <param name="settings">With which it was heard.</param>
    /// <param name="cancellationToken">Cancels the sending.</param>
    public Task TakeAsync(LiveResult result, TimeSpan offset, RealtimeSettings settings, CancellationToken cancellationToken)
        => InTurnAsync(() => TellAsync(result, offset, settings, cancellationToken), cancellationToken);

    /// <summary>Tells that the client has ended an utterance, whose words are told when they are known.</summary>
    /// <param name="to">The time in the sound.</param>
    /// <param name="settings">With which it is heard.</param>
    /// <param name="cancellationToken">Cancels the sending.</param>
    public Task CommitAsync(TimeSpan to, RealtimeSettings settings, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            if (settings.Turns is not null)
            {
                _wished.Enqueue(to);
                return;
            }
            var item = _open;
            await CommitOpenAsync(to, cancellationToken);
            _committed.Enqueue(item);
        },
        cancellationToken);

    /// <summary>Forgets the utterance that is under way.</summary>
    /// <param name="to">The time in the sound.</param>
    /// <param name="cancellationToken">Cancels the sending.</param>
    public Task ClearAsync(TimeSpan to, CancellationToken cancellationToken) => InTurnAsync(
        () =>
        {
            if (_open.IsStarted || _open.Text.Length > 0) _open = new RealtimeItem();
            BufferFrom = to;
            return output.SendAsync(RealtimeEvents.Cleared(), cancellationToken);
        },
        cancellationToken);

    /// <summary>Tells that hearing has come to an end: what was committed is complete, and so is what the server commits.</summary>
    /// <param name="to">The time in the sound.</param>
    /// <param name="settings">With which it was heard.</param>
    /// <param name="cancellationToken">Cancels the sending.</param>
    public Task EndAsync(TimeSpan to, RealtimeSettings settings, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            while (_committed.TryDequeue(out var item)) await CompleteAsync(item, settings, cancellationToken);
            while (_wished.TryDequeue(out var wished)) await EndOpenAsync(wished, settings, cancellationToken);
            if (settings.Turns is not null && _open.Text.Length > 0) await EndOpenAsync(to, settings, cancellationToken);
            _open.Interrupt();
        },
        cancellationToken);

    /// <summary>Tells that hearing has failed.</summary>
    /// <param name="to">The time in the sound.</param>
    /// <param name="error">The fault.</param>
    /// <param name="cancellationToken">Cancels the sending.</param>
    public Task FailAsync(TimeSpan to, ApiException error, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            _wished.Clear();
            if (_committed.Count == 0)
            {
                _committed.Enqueue(_open);
                await CommitOpenAsync(to, cancellationToken);
            }
            while (_committed.TryDequeue(out var item)) await output.SendAsync(RealtimeEvents.Failed(item, error), cancellationToken);
        },
        cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _gate.Dispose();

    private async Task InTurnAsync(Func<Task> tell, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await tell();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task TellAsync(LiveResult result, TimeSpan offset, RealtimeSettings settings, CancellationToken cancellationToken)
    {
        var item = _committed.TryPeek(out var first) ? first : _open;
        var isOpen = item == _open;
        if (isOpen && !item.IsStarted && settings.Turns is { } turns && Begin(result) is { } begin)
        {
            item.IsStarted = true;
            var from = offset + begin - turns.Padding;
            await output.SendAsync(RealtimeEvents.SpeechStarted(item, from > BufferFrom ? from : BufferFrom), cancellationToken);
        }
        if (result.Final.Count > 0)
        {
            var logprobs = settings.HasLogprobs ? RealtimeEvents.Node(AudioAnswer.LogprobsOf(result.Final)) : null;
            var added = item.Add(result.Final);
            if (added.Length > 0) await output.SendAsync(RealtimeEvents.Delta(item, added, logprobs), cancellationToken);
        }
        if (result.Mark is LiveMark.Endpoint && isOpen)
            await EndOpenAsync(offset + EndOf(item, result, settings), settings, cancellationToken);
    }

    // The silence that ended it belongs to an utterance. More may have been heard by then, where sound comes faster than it is said.
    private static TimeSpan EndOf(RealtimeItem item, LiveResult result, RealtimeSettings settings)
    {
        var said = item.Tokens.Count > 0 ? TimeSpan.FromMilliseconds(item.Tokens[^1].EndMs ?? 0) : result.ProcessedTo;
        var end = said + (settings.Turns?.Silence ?? TimeSpan.Zero);
        return end < result.ProcessedTo ? end : result.ProcessedTo;
    }

    private static TimeSpan? Begin(LiveResult result)
        => (result.Final.Count > 0 ? result.Final[0] : result.NonFinal.Count > 0 ? result.NonFinal[0] : null)?.StartMs is { } start
            ? TimeSpan.FromMilliseconds(start)
            : null;

    private async Task EndOpenAsync(TimeSpan to, RealtimeSettings settings, CancellationToken cancellationToken)
    {
        var item = _open;
        if (item.IsStarted) await output.SendAsync(RealtimeEvents.SpeechStopped(item, to), cancellationToken);
        await CommitOpenAsync(to, cancellationToken);
        await CompleteAsync(item, settings, cancellationToken);
    }

    private async Task CommitOpenAsync(TimeSpan to, CancellationToken cancellationToken)
    {
        var (item, previous) = (_open, _previous);
        item.Duration = to > BufferFrom ? to - BufferFrom : TimeSpan.Zero;
        (_open, _previous, BufferFrom) = (new RealtimeItem(), item.Id, to);
        await output.SendAsync(RealtimeEvents.Committed(item, previous), cancellationToken);
        foreach (var added in events.Added(item, previous)) await output.SendAsync(added, cancellationToken);
    }

    private Task CompleteAsync(RealtimeItem item, RealtimeSettings settings, CancellationToken cancellationToken)
        => output.SendAsync(RealtimeEvents.Completed(item, settings), cancellationToken);
}
