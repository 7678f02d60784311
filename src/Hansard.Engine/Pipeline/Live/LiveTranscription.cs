using System.Runtime.CompilerServices;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Speakers.Live;

namespace Hansard.Engine.Pipeline.Live;

/// <summary>
/// From sound that is still arriving to words, while they are said: the window is decoded while it grows, words become final, get their
/// speakers, and are translated.
/// </summary>
/// <param name="resources">Shared by all models.</param>
/// <param name="recogniser">Recognises, on threads that no recording waits for.</param>
/// <param name="options">The caller's options.</param>
/// <param name="prior">Prior knowledge of the languages.</param>
internal sealed class LiveTranscription(
    PipelineResources resources, Recogniser recogniser, LiveOptions options, LanguagePrior prior)
{
    /// <summary>Sound that is taken before it is decoded, at most: whoever sends it faster than it is decoded waits.</summary>
    private static readonly long MostAhead = LiveSound.Samples(15);

    /// <summary>Transcribes sound while it arrives.</summary>
    /// <param name="input">Read to its end, or until nobody listens.</param>
    /// <param name="limit">The longest sound accepted.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    public async IAsyncEnumerable<LiveResult> RunAsync(
        IAsyncEnumerable<LiveInput> input, TimeSpan limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var speakers = options.Transcription.Diarize ? Follow() : null;
        var session = new LiveSession(resources, recogniser, options, prior, speakers, limit, stop.Token);
        var reader = input.GetAsyncEnumerator(stop.Token);
        Task<bool>? next = null;
        Task<Decoded>? decoding = null;
        var ended = false;
        try
        {
            while (true)
            {
                if (decoding is null && session.NextDecoding() is { } due) decoding = DecodeAsync(due, stop.Token);
                while (session.NextResult() is { } result) yield return result;
                if (ended && decoding is null && session.IsOver) yield break;

                if (!ended && session.Ahead < MostAhead) next ??= reader.MoveNextAsync().AsTask();
                Task[] waiting = [.. new[] { next, decoding, session.Progress }.OfType<Task>()];
                var first = await Task.WhenAny(waiting).ConfigureAwait(false);
                if (first == decoding)
                {
                    var (work, window, seconds) = await decoding!.ConfigureAwait(false);
                    decoding = null;
                    await session.TakeAsync(work, window, seconds, stop.Token).ConfigureAwait(false);
                }
                else if (first == next)
                {
                    ended = !await next!.ConfigureAwait(false);
                    next = null;
                    if (ended) session.Complete();
                    else await session.TakeAsync(reader.Current, stop.Token).ConfigureAwait(false);
                }
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            if (next is not null) await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (decoding is not null) await ((Task)decoding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await session.EndAsync().ConfigureAwait(false);
            await reader.DisposeAsync().ConfigureAwait(false);
        }
    }

    private LiveSpeakers Follow() => new(new SpeakerTracker(
        resources.SpeakerModels, resources.VoiceActivity, DiarizationStage.LimitsOf(options.Transcription)));

    private async Task<Decoded> DecodeAsync(LiveDecoding due, CancellationToken cancellationToken)
    {
        var timed = await recogniser.RecogniseTimedAsync(due.Request, cancellationToken).ConfigureAwait(false);
        return new Decoded(due, timed.Window, timed.Seconds);
    }

    private sealed record Decoded(LiveDecoding Work, RecognisedWindow Window, double Seconds);
}
