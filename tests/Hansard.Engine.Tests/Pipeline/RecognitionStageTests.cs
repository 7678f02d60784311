using System.Runtime.CompilerServices;
using Hansard.Engine.Pipeline;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Speech;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Tests.Pipeline;

public sealed class RecognitionStageTests
{
    private const int Windows = 100;

    private static readonly RecognitionSettings Settings = new(5, PredictTimestamps: false, Context: null);

    [Fact]
    public async Task While_a_window_takes_long_those_after_it_are_recognised_up_to_a_bound_and_all_come_in_order()
    {
        using var model = new HeldModel();
        using var threads = new RecognitionThreads(2);
        using var recogniser = new Recogniser(model, threads);
        var (read, cancelled) = (0, TestContext.Current.CancellationToken);
        var stage = new RecognitionStage(recogniser, Settings, tracks: 1);
        var recognised = Task.Run(async () =>
        {
            List<RecognisedSpeech> speech = [];
            await foreach (var one in stage.RecogniseAsync(Read(() => read++, cancelled), cancelled)) speech.Add(one);
            return speech;
        });

        // All that may go ahead has been done: 32 that are done, and those that wait with the first.
        await WaitAsync(() => model.Done >= 32);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.InRange(read, 33, 32 + 13);
        Assert.False(recognised.IsCompleted);

        model.LetGo();
        var all = await recognised.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, Windows).Select(i => (long)i * 16_000), all.Select(one => one.StartSample));
        Assert.Equal(Enumerable.Range(1, Windows).Select(i => (long)i * 16_000), all.Select(one => one.EndSample));
    }

    [Fact]
    public async Task A_window_that_fails_ends_the_recording_in_its_turn_with_its_error()
    {
        using var model = new HeldModel(fails: 3);
        model.LetGo();
        using var threads = new RecognitionThreads(2);
        using var recogniser = new Recogniser(model, threads);
        List<long> starts = [];
        var cancelled = TestContext.Current.CancellationToken;
        var error = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            var stage = new RecognitionStage(recogniser, Settings, tracks: 1);
            await foreach (var one in stage.RecogniseAsync(Read(() => { }, cancelled), cancelled))
                starts.Add(one.StartSample);
        });
        Assert.Equal("Window 3.", error.Message);
        Assert.Equal([0, 16_000, 32_000], starts);
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        for (var waited = 0; !condition() && waited < 3000; waited++) await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.True(condition());
    }

    /// <summary>Windows of a second, whose samples are their numbers.</summary>
    private static async IAsyncEnumerable<IdentifiedWindow> Read(
        Action read, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < Windows; i++)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            read();
            var samples = new float[16_000];
            Array.Fill(samples, i);
            yield return new IdentifiedWindow(new SpeechWindow(i * 16_000, samples, []), new LanguageDecision("en", []));
        }
    }

    /// <summary>Recognises nothing at once, but the first window only when it is let go.</summary>
    private sealed class HeldModel(int fails = -1) : ISpeechModel
    {
        private readonly ManualResetEventSlim _letGo = new();
        private int _done;

        public int Done => Volatile.Read(ref _done);

        public IReadOnlyCollection<string> Languages => ["en"];

        public double MaximumSeconds => 30;

        public void LetGo() => _letGo.Set();

        public IReadOnlyList<RecognisedWindow> Recognise(IReadOnlyList<RecognitionRequest> requests, CancellationToken cancellationToken)
        {
            foreach (var request in requests)
            {
                if (request.Samples[0] == 0) _letGo.Wait(TimeSpan.FromSeconds(30), cancellationToken);
                if ((int)request.Samples[0] == fails) throw new InvalidDataException($"Window {fails}.");
                Interlocked.Increment(ref _done);
            }
            return [.. requests.Select(r => new RecognisedWindow([], "", [], 0, r.Language))];
        }

        public void Dispose() => _letGo.Dispose();
    }
}
