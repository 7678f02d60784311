using System.Runtime.CompilerServices;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Recognition.Languages;

/// <summary>Gives every speech segment of a recording its language, a block of segments at a time.</summary>
/// <param name="recogniser">Identifies languages.</param>
/// <param name="prior">What is known of the languages.</param>
internal sealed class SegmentLanguages(Recogniser recogniser, LanguagePrior prior)
{
    /// <summary>Segments decided together at most.</summary>
    private const int BlockSegments = 16;

    /// <summary>Speech decided together at most; what is read ahead of recognition is bounded by it.</summary>
    private const double BlockSeconds = 45;

    /// <summary>Identification hears at most this much of a segment: more does not change its mind.</summary>
    private const int LongestHeard = 12 * Audio.AudioSpecification.SampleRate;

    /// <summary>Pairs segments with languages, in order.</summary>
    public async IAsyncEnumerable<(SpeechSegment Segment, string Language)> IdentifyAsync(
        IAsyncEnumerable<SpeechSegment> segments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (prior.Only is { } language)
        {
            await foreach (var segment in segments.WithCancellation(cancellationToken).ConfigureAwait(false)) yield return (segment, language);
            yield break;
        }
        var smoother = new LanguageSmoother();
        List<(SpeechSegment Segment, Task<IReadOnlyList<(string Language, double Probability)>> Languages)> block = [];
        var seconds = 0.0;
        await foreach (var segment in segments.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var heard = segment.Speech[..Math.Min(segment.Speech.Length, LongestHeard)];
            block.Add((segment, recogniser.IdentifyAsync(heard, prior.Among, cancellationToken)));
            seconds += Seconds(segment.Region.Length);
            if (block.Count < BlockSegments && seconds < BlockSeconds) continue;
            foreach (var decided in await DecideAsync(block, smoother).ConfigureAwait(false)) yield return decided;
            (block, seconds) = ([], 0);
        }
        foreach (var decided in await DecideAsync(block, smoother).ConfigureAwait(false)) yield return decided;
    }

    private async Task<List<(SpeechSegment Segment, string Language)>> DecideAsync(
        List<(SpeechSegment Segment, Task<IReadOnlyList<(string Language, double Probability)>> Languages)> block, LanguageSmoother smoother)
    {
        var probabilities = await Task.WhenAll(block.Select(b => b.Languages)).ConfigureAwait(false);
        var languages = smoother.Decide(
            [.. block.Select((b, i) => (Seconds(b.Segment.Region.Start), Seconds(b.Segment.Region.End), prior.Weigh(probabilities[i])))]);
        return [.. block.Select((b, i) => (b.Segment, languages[i]))];
    }

    private static double Seconds(long samples) => (double)samples / Audio.AudioSpecification.SampleRate;
}
