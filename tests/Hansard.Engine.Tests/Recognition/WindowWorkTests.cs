using System.Collections.Concurrent;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Languages;

namespace Hansard.Engine.Tests.Recognition;

/// <summary>Windows of many callers that one thread recognises together.</summary>
public sealed class WindowWorkTests
{
    private const int GroupSize = 4;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Windows_that_wait_join_those_that_are_under_way()
    {
        using var model = new GatedModel();
        using var threads = new RecognitionThreads(1);
        using var recogniser = new Recogniser(model, threads);
        var first = recogniser.RecogniseAsync(Window("a"), Cancellation);
        await model.Entered.WaitAsync(Cancellation);
        var others = "bcdefg".Select(name => recogniser.RecogniseAsync(Window($"{name}"), Cancellation)).ToArray();
        model.Gate.Release(10);

        Assert.Equal("a", (await first).Text);
        Assert.Equal(["b", "c", "d", "e", "f", "g"], (await Task.WhenAll(others)).Select(w => w.Text));
        // The oldest of four leaves at each step, and the next joins the rest.
        Assert.Equal(["a", "bcde", "cdef", "defg", "efg", "fg", "g"], model.Groups);
    }

    [Fact]
    public async Task A_thread_that_is_free_takes_a_window_rather_than_one_that_has_some()
    {
        using var model = new GatedModel();
        using var threads = new RecognitionThreads(2);
        using var recogniser = new Recogniser(model, threads);
        var both = "ab".Select(name => recogniser.RecogniseAsync(Window($"{name}"), Cancellation)).ToArray();
        await model.Entered.WaitAsync(Cancellation);
        await model.Entered.WaitAsync(Cancellation);
        model.Gate.Release(10);
        await Task.WhenAll(both);
        Assert.Equal(["a", "b"], model.Groups.Order());
    }

    [Fact]
    public async Task Guesses_at_living_speech_go_by_themselves()
    {
        using var model = new GatedModel();
        using var threads = new RecognitionThreads(1);
        using var recogniser = new Recogniser(model, threads);
        var first = recogniser.RecogniseAsync(Window("a"), Cancellation);
        await model.Entered.WaitAsync(Cancellation);
        RecognitionRequest[] waiting =
            [Window("b"), Window("c") with { HasFallback = false }, Window("d") with { Prefix = [1] }, Window("e")];
        var others = waiting.Select(request => recogniser.RecogniseAsync(request, Cancellation)).ToArray();
        model.Gate.Release(10);
        await Task.WhenAll([first, .. others]);
        Assert.Equal(["a", "b", "c", "d", "e"], model.Groups);
    }

    [Fact]
    public async Task Short_work_that_came_before_a_window_is_done_before_it_joins()
    {
        using var model = new GatedModel();
        using var threads = new RecognitionThreads(1);
        using var recogniser = new Recogniser(model, threads);
        using var other = new Recogniser(model, threads);
        var first = recogniser.RecogniseAsync(Window("a"), Cancellation);
        await model.Entered.WaitAsync(Cancellation);
        Task[] waiting =
        [
            recogniser.RecogniseAsync(Window("b"), Cancellation),
            other.IdentifyAsync(SpokenWindow.Of(new float[16]), null, Cancellation),
            recogniser.RecogniseAsync(Window("c"), Cancellation),
            other.RecogniseAsync(Window("d"), Cancellation),
            recogniser.RecogniseAsync(Window("e"), Cancellation),
        ];
        model.Gate.Release(10);
        await Task.WhenAll([first, .. waiting]);
        // The window of somebody else's is not made to wait for all that come after it.
        Assert.Equal(["a", "languages", "bc", "c", "d", "e"], model.Groups);
    }

    [Fact]
    public async Task A_window_at_which_the_model_fails_fails_alone()
    {
        using var model = new GatedModel();
        using var threads = new RecognitionThreads(1);
        using var recogniser = new Recogniser(model, threads);
        var first = recogniser.RecogniseAsync(Window("a"), Cancellation);
        await model.Entered.WaitAsync(Cancellation);
        var bad = recogniser.RecogniseAsync(Window(GatedModel.Bad), Cancellation);
        var good = recogniser.RecogniseAsync(Window("b"), Cancellation);
        model.Gate.Release(10);
        Assert.Equal("b", (await good).Text);
        Assert.Equal("a", (await first).Text);
        await Assert.ThrowsAsync<InvalidDataException>(() => bad);
    }

    [Fact]
    public async Task Who_goes_does_not_stop_the_others()
    {
        using var model = new GatedModel();
        using var threads = new RecognitionThreads(1);
        using var recogniser = new Recogniser(model, threads);
        var first = recogniser.RecogniseAsync(Window("a"), Cancellation);
        await model.Entered.WaitAsync(Cancellation);
        using var gone = new CancellationTokenSource();
        var one = recogniser.RecogniseAsync(Window("b"), gone.Token);
        var other = recogniser.RecogniseAsync(Window("c"), Cancellation);
        model.Gate.Release();
        await first;
        await model.Entered.WaitAsync(Cancellation);
        await gone.CancelAsync();
        Assert.False(other.IsCompleted);
        model.Gate.Release(10);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Assert.Equal("c", (await other).Text);
        Assert.Equal("d", (await recogniser.RecogniseAsync(Window("d"), Cancellation)).Text);
    }

    private static RecognitionRequest Window(string name) => new(new float[16], [], name);

    /// <summary>Recognises the name that a window has for its language: at each step that it may make, of the oldest of four.</summary>
    private sealed class GatedModel : ISpeechModel, ILanguageIdentifier
    {
        public const string Bad = "bad";

        private readonly ConcurrentQueue<string> _groups = new();

        public SemaphoreSlim Gate { get; } = new(0);

        public SemaphoreSlim Entered { get; } = new(0);

        public IEnumerable<string> Groups => _groups;

        public IReadOnlyCollection<string> Languages => ["en"];

        public double MaximumSeconds => 30;

        public void Recognise(Func<IPendingWindow?> next)
        {
            List<IPendingWindow> running = [];
            while (true)
            {
                while (running.Count < GroupSize && next() is { } window) running.Add(window);
                running.RemoveAll(window => window.CancellationToken.IsCancellationRequested);
                if (running.Count == 0) return;
                _groups.Enqueue(string.Concat(running.Select(window => window.Request.Language)));
                Entered.Release();
                Gate.Wait(Cancellation);
                if (running.RemoveAll(window => window.CancellationToken.IsCancellationRequested) > 0) continue;
                if (running.Any(window => window.Request.Language == Bad)) throw new InvalidDataException("This window is bad.");
                running[0].Complete(new RecognisedWindow([], running[0].Request.Language!, [], 0, running[0].Request.Language));
                running.RemoveAt(0);
            }
        }

        public IReadOnlyList<RecognisedWindow> Recognise(IReadOnlyList<RecognitionRequest> requests, CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public IReadOnlyList<IReadOnlyList<LanguageProbability>> Identify(SpokenWindow window, IReadOnlyCollection<string>? among)
        {
            _groups.Enqueue("languages");
            return [[new LanguageProbability("en", 1)]];
        }

        public void Dispose()
        {
            Gate.Dispose();
            Entered.Dispose();
        }
    }
}
