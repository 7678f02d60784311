using System.Collections.Concurrent;
using Hansard.Engine.Recognition;

namespace Hansard.Engine.Tests.Recognition;

/// <summary>Windows of many callers that one thread recognises together.</summary>
public sealed class WindowWorkTests
{
    private const int GroupSize = 4;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Windows_that_wait_are_recognised_together_up_to_what_the_model_likes()
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
        Assert.Equal(["a", "bcde", "fg"], model.Groups);
    }

    [Fact]
    public async Task What_waits_is_shared_by_the_threads()
    {
        using var model = new GatedModel();
        using var threads = new RecognitionThreads(2);
        using var recogniser = new Recogniser(model, threads);
        var running = "ab".Select(name => recogniser.RecogniseAsync(Window($"{name}"), Cancellation)).ToArray();
        await model.Entered.WaitAsync(Cancellation);
        await model.Entered.WaitAsync(Cancellation);
        var others = "cdef".Select(name => recogniser.RecogniseAsync(Window($"{name}"), Cancellation)).ToArray();
        model.Gate.Release(10);
        await Task.WhenAll([.. running, .. others]);
        Assert.Contains("cd", model.Groups);
        Assert.Equal(6, model.Groups.Sum(group => group.Length));
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
        Assert.Equal(["a", "be", "c", "d"], model.Groups);
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
    public async Task Who_goes_does_not_stop_the_others_and_when_all_have_gone_it_stops()
    {
        using var model = new GatedModel();
        using var threads = new RecognitionThreads(1);
        using var recogniser = new Recogniser(model, threads);
        var first = recogniser.RecogniseAsync(Window("a"), Cancellation);
        await model.Entered.WaitAsync(Cancellation);
        using var gone = new CancellationTokenSource();
        using var goneToo = new CancellationTokenSource();
        var one = recogniser.RecogniseAsync(Window("b"), gone.Token);
        var other = recogniser.RecogniseAsync(Window("c"), goneToo.Token);
        model.Gate.Release();
        await first;
        await model.Entered.WaitAsync(Cancellation);
        await gone.CancelAsync();
        Assert.False(other.IsCompleted);
        await goneToo.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other);
        model.Gate.Release();
        Assert.Equal("d", (await recogniser.RecogniseAsync(Window("d"), Cancellation)).Text);
    }

    private static RecognitionRequest Window(string name) => new(new float[16], [], name);

    /// <summary>Recognises the name that a window has for its language, as soon as it may.</summary>
    private sealed class GatedModel : ISpeechModel
    {
        public const string Bad = "bad";

        private readonly ConcurrentQueue<string> _groups = new();

        public SemaphoreSlim Gate { get; } = new(0);

        public SemaphoreSlim Entered { get; } = new(0);

        public IEnumerable<string> Groups => _groups;

        public IReadOnlyCollection<string> Languages => ["en"];

        public double MaximumSeconds => 30;

        public int GroupSize => WindowWorkTests.GroupSize;

        public IReadOnlyList<RecognisedWindow> Recognise(IReadOnlyList<RecognitionRequest> requests, CancellationToken cancellationToken)
        {
            _groups.Enqueue(string.Concat(requests.Select(r => r.Language)));
            Entered.Release();
            Gate.Wait(cancellationToken);
            if (requests.Any(r => r.Language == Bad)) throw new InvalidDataException("This window is bad.");
            return [.. requests.Select(r => new RecognisedWindow([], r.Language!, [], 0, r.Language))];
        }

        public void Dispose()
        {
            Gate.Dispose();
            Entered.Dispose();
        }
    }
}
