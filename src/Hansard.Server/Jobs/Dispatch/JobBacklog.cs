using Hansard.Server.Jobs.Parts;
using Hansard.Server.Observability;
using Hansard.Server.Storage;

namespace Hansard.Server.Jobs.Dispatch;

/// <summary>Measures what waits, for metrics: these are there before there is a dispatcher, which sets <see cref="Board"/>.</summary>
internal sealed class JobBacklog(IJobStore store, TimeProvider clock) : IJobBacklog
{
    /// <summary>Reads the board; null while there is none.</summary>
    public Func<BoardState>? Board { private get; set; }

    /// <inheritdoc />
    public BacklogDepth Depth() => store.Depth();

    /// <inheritdoc />
    public QueuedAudio Queued()
    {
        if (Board?.Invoke() is not { } state) return new QueuedAudio(new Dictionary<string, double>(), TimeSpan.Zero);
        return new QueuedAudio(
            state.Models.GroupBy(model => PartLane.ModelOf(model.Key), model => model.Value.Seconds)
                .ToDictionary(model => model.Key, model => model.Sum()),
            state.OldestSince is { } since ? TimeSpan.FromMilliseconds(Math.Max(0, clock.Milliseconds() - since)) : TimeSpan.Zero);
    }
}
