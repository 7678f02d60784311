using System.Runtime.CompilerServices;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Recognition.Languages;

/// <summary>Gives every speech segment of a recording its language, a block of segments at a time.</summary>
/// <remarks>
/// Speakers of two languages can follow each other in a quarter of a second, which is no end of a segment. So the parts of a segment
/// between such pauses are identified one by one, and the segment is cut where the language changes; where it does not, it stays whole.
/// </remarks>
/// <param name="prior">Prior knowledge of the languages.</param>
/// <param name="identification">Begins to tell languages; null: the model tells none.</param>
internal sealed class SegmentLanguages(LanguagePrior prior, Func<ILanguageIdentification>? identification)
{
    /// <summary>Parts of segments decided together at most.</summary>
    private const int BlockParts = 16;

    /// <summary>Speech decided together at most; what is read ahead of recognition is bounded by it.</summary>
    private const double BlockSeconds = 45;

    /// <summary>Identification hears at most this much of a part: more does not change its mind.</summary>
    private const int LongestIdentified = 6 * Audio.AudioSpecification.SampleRate;

    /// <summary>Shorter parts of a segment are not told apart: a word or two say little about their language.</summary>
    private const int ShortestPart = 8 * Audio.AudioSpecification.SampleRate / 10;

    /// <summary>Pairs segments with languages, in order.</summary>
    public async IAsyncEnumerable<IdentifiedSegment> IdentifyAsync(
        IAsyncEnumerable<SpeechSegment> segments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (prior.Only is not null || identification is null)
        {
            var decision = new LanguageDecision(prior.Only ?? prior.Assumed, []);
            await foreach (var segment in segments.WithCancellation(cancellationToken).ConfigureAwait(false))
                yield return new IdentifiedSegment(segment, decision);
            yield break;
        }
        await using var languages = identification();
        var smoother = new LanguageSmoother();
        var undecided = new Queue<Block>();
        var ahead = 0.0;
        var block = new Block();
        await foreach (var segment in segments.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var part in segment.Cut(Cuts(segment)))
            {
                var speech = part.Speech[..Math.Min(part.Speech.Length, LongestIdentified)];
                block.Parts.Add(new Part(
                    segment, part.Region, languages.IdentifyAsync(speech, Seconds(part.Region.Length), cancellationToken)));
            }
            block.Seconds += Seconds(segment.Region.Length);
            if (block.Parts.Count < BlockParts && block.Seconds < BlockSeconds) continue;
            undecided.Enqueue(block);
            ahead += block.Seconds;
            block = new Block();
            while (undecided.TryPeek(out var first) && (ahead > languages.SecondsAhead || first.IsIdentified))
            {
                undecided.Dequeue();
                ahead -= first.Seconds;
                foreach (var decided in await DecideAsync(first.Parts, languages, smoother).ConfigureAwait(false)) yield return decided;
            }
        }
        languages.Complete(cancellationToken);
        undecided.Enqueue(block);
        while (undecided.TryDequeue(out var next))
            foreach (var decided in await DecideAsync(next.Parts, languages, smoother).ConfigureAwait(false)) yield return decided;
    }

    /// <summary>Pauses that have enough speech on both sides.</summary>
    private static List<long> Cuts(SpeechSegment segment)
    {
        List<long> cuts = [];
        var from = segment.Region.Start;
        foreach (var at in segment.Pauses.Select(p => p.Middle))
        {
            if (at - from < ShortestPart || segment.Region.End - at < ShortestPart) continue;
            cuts.Add(at);
            from = at;
        }
        return cuts;
    }

    private async Task<IReadOnlyList<IdentifiedSegment>> DecideAsync(
        List<Part> block, ILanguageIdentification languages, LanguageSmoother smoother)
    {
        var identified = await languages.WaitAsync(block.Select(b => b.Languages)).ConfigureAwait(false);
        var decisions = smoother.Decide(
            [.. block.Select((b, i) => new IdentifiedRegion(Seconds(b.Region.Start), Seconds(b.Region.End), prior.Weigh(identified[i])))]);
        List<IdentifiedSegment> decided = [];
        for (var from = 0; from < block.Count;)
        {
            var segment = block[from].Segment;
            var to = from + 1;
            List<long> cuts = [];
            List<LanguageDecision> spoken = [decisions[from]];
            for (; to < block.Count && ReferenceEquals(block[to].Segment, segment); to++)
            {
                if (decisions[to].Language == spoken[^1].Language)
                {
                    spoken[^1] = spoken[^1].With(decisions[to]);
                    continue;
                }
                cuts.Add(block[to].Region.Start);
                spoken.Add(decisions[to]);
            }
            decided.AddRange(segment.Cut(cuts).Zip(spoken, (part, language) => new IdentifiedSegment(part, language)));
            from = to;
        }
        return decided;
    }

    private static double Seconds(long samples) => (double)samples / Audio.AudioSpecification.SampleRate;

    /// <summary>Parts that are decided together.</summary>
    private sealed class Block
    {
        public List<Part> Parts { get; } = [];

        public double Seconds { get; set; }

        public bool IsIdentified => Parts.TrueForAll(part => part.Languages.IsCompleted);
    }

    /// <summary>A part of a segment between pauses, and its languages.</summary>
    private sealed record Part(SpeechSegment Segment, SpeechRegion Region, Task<IReadOnlyList<LanguageProbability>> Languages);
}
