using Hansard.Engine.Pipeline.Live;
using Hansard.Engine.Speakers.Live;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Tests.Pipeline.Live;

/// <summary>The thread beside a tracker that may be slower than the sound.</summary>
public sealed class LiveSpeakersTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task However_much_waits_all_that_came_before_a_wish_is_decided()
    {
        var tracker = new HeldTracker();
        await using var speakers = new LiveSpeakers(tracker);
        var piece = new float[512];
        // Until nothing more is taken: the tracker is at the first.
        List<Task> waiting = [];
        while (waiting.Count < 200 && waiting.TrueForAll(task => task.IsCompleted))
            waiting.Add(speakers.HearAsync(piece, Cancellation).AsTask());
        Assert.InRange(waiting.Count, 2, 199);
        var wish = speakers.DecideAsync(Cancellation).AsTask();
        tracker.Go();
        await Task.WhenAll([.. waiting, wish]).WaitAsync(Patience, Cancellation);
        speakers.Complete();
        await tracker.Completed.WaitAsync(Patience, Cancellation);
        Assert.Equal([waiting.Count * piece.Length], tracker.DecidedAt);
    }

    [Fact]
    public async Task A_wish_after_the_end_is_harmless()
    {
        var tracker = new HeldTracker();
        await using var speakers = new LiveSpeakers(tracker);
        tracker.Go();
        speakers.Complete();
        await speakers.DecideAsync(Cancellation);
        await tracker.Completed.WaitAsync(Patience, Cancellation);
    }

    /// <summary>Takes nothing until it may, and counts.</summary>
    private sealed class HeldTracker : ISpeakerTracker
    {
        private readonly ManualResetEventSlim _may = new();
        private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _heard;

        public List<int> DecidedAt { get; } = [];

        public Task Completed => _completed.Task;

        public TimeSpan Arrived => TimeSpan.Zero;

        public TimeSpan Decided => TimeSpan.Zero;

        public void Go() => _may.Set();

        public void Append(ReadOnlySpan<float> samples, CancellationToken cancellationToken = default)
        {
            _may.Wait(cancellationToken);
            _heard += samples.Length;
        }

        public void Decide() => DecidedAt.Add(_heard);

        public void Complete() => _completed.TrySetResult();

        public IReadOnlyList<string>? SpeakersOf(IReadOnlyList<RecognisedWord> words) => null;

        public string? SpeakerOf(TimeSpan start, TimeSpan end) => null;

        public void Dispose() => _may.Dispose();
    }
}
