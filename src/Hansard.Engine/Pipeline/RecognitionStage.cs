using System.Runtime.CompilerServices;
using Hansard.Engine.Audio;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Pipeline;

/// <summary>Recognises windows, a few at a time, and gives them back in order, each as soon as it and all before it are done.</summary>
/// <param name="recogniser">Recognises them.</param>
/// <param name="settings">Every request's, but for its window and language.</param>
/// <param name="tracks">Recordings that are recognised side by side for one caller.</param>
internal sealed class RecognitionStage(Recogniser recogniser, RecognitionSettings settings, int tracks)
{
    /// <summary>
    /// Windows waiting or running: enough that no thread waits, and no more, as a caller's windows stand before another caller's.
    /// </summary>
    private readonly int _limit = Math.Max(2, 4 * (recogniser.Threads + 1) / tracks);

    /// <summary>
    /// Windows that are done at most while one before them is not: one that is tried again takes as long as ten others, and no thread is
    /// idle meanwhile.
    /// </summary>
    private const int DoneAhead = 32;

    /// <summary>Recognises the windows of one recording.</summary>
    public async IAsyncEnumerable<RecognisedSpeech> RecogniseAsync(
        IAsyncEnumerable<IdentifiedWindow> windows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Whoever stops listening withdraws what waits, and ends the read that is under way.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var requests = new RequestQueue(recogniser, settings, stop.Token);
        var reader = windows.GetAsyncEnumerator(stop.Token);
        Task<bool>? next = null;
        var ended = false;
        try
        {
            while (true)
            {
                var hasRoom = requests.Unfinished < _limit && requests.Count < _limit + DoneAhead;
                if (!ended && hasRoom) next ??= reader.MoveNextAsync().AsTask();
                if (requests.Count == 0 && next is null) yield break;
                if (requests.IsFirstDone)
                {
                    yield return await requests.TakeAsync().ConfigureAwait(false);
                    continue;
                }
                await requests.WaitAsync(next).ConfigureAwait(false);
                if (next is not { IsCompleted: true } || requests.IsFirstDone) continue;

                ended = !await next.ConfigureAwait(false);
                next = null;
                if (!ended) requests.Add(reader.Current);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            if (next is not null) await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await reader.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The windows of one recording that are being recognised, in order.</summary>
    private sealed class RequestQueue(Recogniser recogniser, RecognitionSettings settings, CancellationToken cancellationToken)
    {
        private readonly Queue<RunningWindow> _running = [];

        public int Count => _running.Count;

        public int Unfinished => _running.Count(window => !window.Result.IsCompleted);

        public bool IsFirstDone => _running.TryPeek(out var first) && first.Result.IsCompleted;

        /// <summary>Waits until one more is done, or something else.</summary>
        public async Task WaitAsync(Task? other)
        {
            // The first too, which may have been done just now.
            var awaited = _running.Select(window => (Task)window.Result).Where((result, place) => place == 0 || !result.IsCompleted);
            await Task.WhenAny(other is null ? awaited : awaited.Append(other)).ConfigureAwait(false);
        }

        public void Add(IdentifiedWindow identified)
        {
            var (window, decision) = identified;
            var request = settings.Request(window, decision.Language);
            _running.Enqueue(new RunningWindow(
                window.StartSample, window.EndSample, decision.Alternatives.Count > 0
                    ? LanguageRescoring.RecogniseAsync(recogniser, request, decision, cancellationToken)
                    : recogniser.RecogniseAsync(request, cancellationToken)));
        }

        public async Task<RecognisedSpeech> TakeAsync()
        {
            var (first, last, result) = _running.Dequeue();
            var recognised = await result.ConfigureAwait(false);
            var start = AudioSpecification.Duration(first);
            return new RecognisedSpeech(first, last, [.. recognised.Words.Select(Word)]);

            RecognisedWord Word(AlignedWord word)
            {
                var (from, to) = (start + TimeSpan.FromSeconds(word.Start), start + TimeSpan.FromSeconds(word.End));
                return new RecognisedWord(word.Text, from, to, word.Confidence, recognised.Language) { Alternatives = word.Alternatives };
            }
        }
    }

    /// <summary>A window without its sound, of which its request alone has need.</summary>
    private readonly record struct RunningWindow(long StartSample, long EndSample, Task<RecognisedWindow> Result);
}
