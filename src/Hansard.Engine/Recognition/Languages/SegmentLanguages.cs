using System.Runtime.CompilerServices;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Recognition.Languages;

/// <summary>Gives every speech segment of a recording its language, a block of windows at a time.</summary>
/// <remarks>
/// Segments are joined to the windows in which they are recognised if all are in one language, as most are: then what is encoded to tell
/// it serves recognition too. Speakers of two languages can follow each other in a quarter of a second, which is no end of a segment. So
/// the parts of a segment between such pauses have each a language of their own, and the segment is cut where the language changes; where
/// it does not, it stays whole.
/// </remarks>
/// <param name="prior">Prior knowledge of the languages.</param>
/// <param name="identification">Begins to tell languages; null: the model tells none.</param>
/// <param name="options">Limits of a window.</param>
internal sealed class SegmentLanguages(LanguagePrior prior, Func<ILanguageIdentification>? identification, WindowOptions options)
{
    /// <summary>Parts of segments decided together at most.</summary>
    private const int BlockParts = 16;

    /// <summary>Speech decided together at most; what is read ahead of recognition is bounded by it.</summary>
    private const double BlockSeconds = 45;

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
        var joiner = new WindowJoiner(options);
        var undecided = new Queue<Block>();
        var ahead = 0.0;
        var block = new Block();
        List<Part> parts = [];
        await foreach (var segment in segments.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (joiner.Add(segment) is { } window) Identify(window);
            parts.AddRange(segment.Cut(Cuts(segment)).Select(part => new Part(segment, part.Region)));
            if (block.Parts.Count < BlockParts && block.Seconds < BlockSeconds) continue;
            undecided.Enqueue(block);
            ahead += block.Seconds;
            block = new Block();
            while (undecided.TryPeek(out var first) && (ahead > languages.SecondsAhead || first.IsIdentified))
            {
                undecided.Dequeue();
                ahead -= first.Seconds;
                foreach (var decided in await DecideAsync(first, languages, smoother).ConfigureAwait(false)) yield return decided;
            }
        }
        if (joiner.Finish() is { } last) Identify(last);
        languages.Complete(cancellationToken);
        undecided.Enqueue(block);
        while (undecided.TryDequeue(out var next))
            foreach (var decided in await DecideAsync(next, languages, smoother).ConfigureAwait(false)) yield return decided;

        void Identify(SpeechWindow window)
        {
            SpeechInterval[] spoken = [.. parts.Select(part => new SpeechInterval(
                Seconds(part.Region.Start - window.StartSample), Seconds(part.Region.End - window.StartSample)))];
            block.Windows.Add(languages.IdentifyAsync(new SpokenWindow(window.Samples, spoken), cancellationToken));
            block.Parts.AddRange(parts);
            block.Seconds += Seconds(parts[^1].Region.End - parts[0].Region.Start);
            parts.Clear();
        }
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
        Block block, ILanguageIdentification languages, LanguageSmoother smoother)
    {
        var parts = block.Parts;
        var identified = (await languages.WaitAsync(block.Windows).ConfigureAwait(false)).SelectMany(window => window);
        var decisions = smoother.Decide([.. parts.Zip(identified, (part, found) =>
            new IdentifiedRegion(Seconds(part.Region.Start), Seconds(part.Region.End), prior.Weigh(found)))]);
        List<IdentifiedSegment> decided = [];
        for (var from = 0; from < parts.Count;)
        {
            var segment = parts[from].Segment;
            var to = from + 1;
            List<long> cuts = [];
            List<LanguageDecision> spoken = [decisions[from]];
            for (; to < parts.Count && ReferenceEquals(parts[to].Segment, segment); to++)
            {
                if (decisions[to].Language == spoken[^1].Language)
                {
                    spoken[^1] = spoken[^1].With(decisions[to]);
                    continue;
                }
                cuts.Add(parts[to].Region.Start);
                spoken.Add(decisions[to]);
            }
            decided.AddRange(segment.Cut(cuts).Zip(spoken, (part, language) => new IdentifiedSegment(part, language)));
            from = to;
        }
        return decided;
    }

    private static double Seconds(long samples) => (double)samples / Audio.AudioSpecification.SampleRate;

    /// <summary>Windows that are decided together.</summary>
    private sealed class Block
    {
        public List<Task<IReadOnlyList<IReadOnlyList<LanguageProbability>>>> Windows { get; } = [];

        public List<Part> Parts { get; } = [];

        public double Seconds { get; set; }

        public bool IsIdentified => Windows.TrueForAll(window => window.IsCompleted);
    }

    /// <summary>A part of a segment between pauses.</summary>
    private readonly record struct Part(SpeechSegment Segment, SpeechRegion Region);
}
