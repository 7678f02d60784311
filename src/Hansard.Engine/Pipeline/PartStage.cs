using System.Runtime.CompilerServices;
using Hansard.Engine.Audio;
using Hansard.Engine.Distribution;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Pipeline;

/// <summary>
/// Has the windows of one recording recognised by whoever takes them, in parts, and gives them back in order, as
/// <see cref="RecognitionStage"/> does that recognises them here.
/// </summary>
/// <param name="distribution">The recording's.</param>
/// <param name="tracks">Recordings that are recognised side by side for one caller.</param>
internal sealed class PartStage(SpeechDistribution distribution, int tracks)
{
    private readonly ISpeechParts _parts = distribution.Parts;

    // Each side has one at least: it is read on only when that one is there.
    private readonly int _limit = Math.Max(1, distribution.Parts.Outstanding / tracks);

    /// <summary>Recognises the windows of one recording.</summary>
    public async IAsyncEnumerable<RecognisedSpeech> RecogniseAsync(
        IAsyncEnumerable<IdentifiedWindow> windows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Whoever stops listening wants no part any more, and ends the read that is under way.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var outstanding = new Queue<OutstandingPart>();
        var reader = ReadAsync(windows, stop.Token).GetAsyncEnumerator(stop.Token);
        Task<bool>? next = null;
        var ended = false;
        try
        {
            while (true)
            {
                if (!ended && outstanding.Count < _limit) next ??= distribution.ReadAsync(reader.MoveNextAsync);
                if (outstanding.Count == 0 && next is null) yield break;
                if (outstanding.TryPeek(out var first))
                {
                    if (next is not null) await Task.WhenAny(first.Result, next).ConfigureAwait(false);
                    if (next is null || first.Result.IsCompleted)
                    {
                        outstanding.Dequeue();
                        foreach (var speech in first.Check(await first.Result.ConfigureAwait(false))) yield return speech;
                        continue;
                    }
                }

                ended = !await next!.ConfigureAwait(false);
                next = null;
                if (!ended) outstanding.Enqueue(reader.Current);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            if (next is not null) await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var part in outstanding) await ((Task)part.Result).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await reader.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Makes parts, and submits them.</summary>
    private async IAsyncEnumerable<OutstandingPart> ReadAsync(
        IAsyncEnumerable<IdentifiedWindow> windows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var length = Math.Min((long)(_parts.PartLength.TotalSeconds * AudioSpecification.SampleRate), WorkPart.MostSamples / 2);
        List<IdentifiedWindow> part = [];
        await foreach (var window in windows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            part.Add(window);
            if (part.Sum(w => (long)w.Window.Samples.Length) < length && part.Count < SpeechPart.MostWindows / 2) continue;
            yield return await SubmitAsync(new SpeechPart(distribution.Settings, part), cancellationToken).ConfigureAwait(false);
            part = [];
        }
        if (part.Count > 0)
            yield return await SubmitAsync(new SpeechPart(distribution.Settings, part), cancellationToken).ConfigureAwait(false);
    }

    private async Task<OutstandingPart> SubmitAsync(SpeechPart part, CancellationToken cancellationToken)
    {
        var number = distribution.NextNumber();
        await _parts.SubmitAsync(number, part, cancellationToken).ConfigureAwait(false);
        return new OutstandingPart(
            part.Sha256, [.. part.Windows.Select(w => (w.Window.StartSample, w.Window.EndSample))],
            _parts.ResultAsync(number, cancellationToken));
    }

    /// <summary>A part that somebody has, without its sound.</summary>
    private sealed record OutstandingPart(string Sha256, IReadOnlyList<(long Start, long End)> Windows, Task<WorkResult> Result)
    {
        /// <summary>Gives the words of a result that is this part's.</summary>
        /// <exception cref="InvalidDataException">It is another part's.</exception>
        public IReadOnlyList<RecognisedSpeech> Check(WorkResult result)
        {
            var windows = result.Of<RecognisedPart, RecognisedSpeech>(Sha256, Windows.Count, words => words.Windows);
            return windows.Select(w => (w.StartSample, w.EndSample)).SequenceEqual(Windows)
                ? windows
                : throw new InvalidDataException("What came back for a part of a recording has other windows.");
        }
    }
}
