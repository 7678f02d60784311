using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Languages;

namespace Hansard.Engine.Tests.Recognition;

public sealed class RecogniserTests
{
    private static readonly RecognitionRequest Second = new(new float[16_000], [new SpeechInterval(0, 1)], "en");

    [Fact]
    public async Task Work_handed_in_around_the_end_of_a_recogniser_always_completes()
    {
        // Handed in by many at the moment of disposal: each is done, cancelled or refused, and none waits for ever.
        for (var round = 0; round < 20; round++)
        {
            using var model = new SlowModel();
            using var threads = new RecognitionThreads(1);
            var recogniser = new Recogniser(model, threads);
            var callers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                while (true) await recogniser.RecogniseAsync(Second, TestContext.Current.CancellationToken);
            })).ToArray();
            await Task.Delay(round, TestContext.Current.CancellationToken);
            recogniser.Dispose();
            Assert.Equal(0, model.Running);
            foreach (var caller in callers)
            {
                var error = await Record.ExceptionAsync(() => caller.WaitAsync(
                    TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
                Assert.True(
                    error is ObjectDisposedException or OperationCanceledException, $"{error?.GetType().Name ?? "nothing"} was thrown");
            }
        }
    }

    [Fact]
    public void Disposing_twice_does_nothing()
    {
        using var model = new SlowModel();
        using var threads = new RecognitionThreads(1);
        var recogniser = new Recogniser(model, threads);
        recogniser.Dispose();
        recogniser.Dispose();
    }

    [Fact]
    public async Task Two_models_share_the_threads_and_one_that_is_let_go_does_not_stop_the_other()
    {
        using var first = new SlowModel();
        using var second = new SlowModel();
        using var threads = new RecognitionThreads(1);
        var one = new Recogniser(first, threads);
        using var other = new Recogniser(second, threads);
        var waiting = Enumerable.Range(0, 6)
            .Select(i => (i % 2 == 0 ? one : other).RecogniseAsync(Second, TestContext.Current.CancellationToken)).ToArray();
        one.Dispose();
        await Task.WhenAll(waiting.Where((_, i) => i % 2 == 1)).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.True(waiting[4].IsCanceled);
        Assert.Throws<ObjectDisposedException>(() => { _ = one.RecogniseAsync(Second, TestContext.Current.CancellationToken); });
        Assert.Equal(1, SlowModel.MostAtOnce(first, second));
    }

    [Fact]
    public void A_model_that_does_not_tell_languages_is_not_asked_to()
    {
        using var model = new SlowModel();
        using var threads = new RecognitionThreads(1);
        using var recogniser = new Recogniser(model, threads);
        Assert.False(recogniser.IdentifiesLanguages);
        Assert.Throws<NotSupportedException>(
            () => { _ = recogniser.IdentifyAsync(SpokenWindow.Of(new float[16_000]), null, TestContext.Current.CancellationToken); });
    }

    /// <summary>Recognises nothing, in some milliseconds.</summary>
    private sealed class SlowModel : ISpeechModel
    {
        private int _most;
        private int _running;

        public int Running => Volatile.Read(ref _running);

        public IReadOnlyCollection<string> Languages => ["en"];

        public double MaximumSeconds => 30;

        public static int MostAtOnce(params SlowModel[] models) => models.Max(m => m._most);

        public IReadOnlyList<RecognisedWindow> Recognise(IReadOnlyList<RecognitionRequest> requests, CancellationToken cancellationToken)
        {
            _most = Math.Max(_most, Interlocked.Increment(ref _running));
            Thread.Sleep(5);
            Interlocked.Decrement(ref _running);
            return [.. requests.Select(r => new RecognisedWindow([], "", [], 0, r.Language))];
        }

        public void Dispose()
        {
        }
    }
}
