using System.Text.Json;
using Hansard.Engine.Transcripts;

namespace Hansard.Bench.Scoring;

/// <summary>Share of words with the right speaker under the best one-to-one mapping, by the rules of ../shared/tools/score.py.</summary>
/// <param name="Words">Words of the reference that were aligned with one of the transcript.</param>
/// <param name="Right">Those of them with the right speaker.</param>
/// <param name="Speakers">In the reference.</param>
/// <param name="SpeakersFound">In the transcript.</param>
internal sealed record WordSpeakers(int Words, int Right, int Speakers, int SpeakersFound)
{
    /// <param name="entry">Of a manifest, with <c>turns</c>.</param>
    /// <param name="transcript">With speakers.</param>
    /// <param name="alias">A speaker of the manifest who is counted as another one; null for none.</param>
    public static WordSpeakers Of(JsonElement entry, Transcript transcript, SpeakerAlias? alias = null)
    {
        var language = entry.GetProperty("language").GetString()!;
        var reference = entry.GetProperty("turns").EnumerateArray().SelectMany(turn => TextNormaliser
            .Normalise(turn.GetProperty("text").GetString()!, turn.TryGetProperty("language", out var own) ? own.GetString()! : language)
            .Select(unit => new SpokenUnit(unit, Counted(turn.GetProperty("speaker").GetString()!))));
        var hypothesis = ScoredWord.Of(transcript).SelectMany(word => TextNormaliser
            .Normalise(word.Text, word.Language.Length > 0 ? word.Language : language).Select(unit => new SpokenUnit(unit, word.Speaker)));
        return Of([.. reference], [.. hypothesis]);

        string Counted(string speaker) => speaker == alias?.Speaker ? alias.CountedAs : speaker;
    }

    /// <param name="reference">Words that were said, and their speakers.</param>
    /// <param name="hypothesis">Words that were recognised, and their speakers.</param>
    public static WordSpeakers Of(IReadOnlyList<SpokenUnit> reference, IReadOnlyList<SpokenUnit> hypothesis)
    {
        var pairs = EditDistance.Align([.. reference.Select(r => r.Text)], [.. hypothesis.Select(h => h.Text)]).Pairs;
        string[] speakers = [.. reference.Select(r => r.Speaker!).Distinct()];
        string[] found = [.. hypothesis.Select(h => h.Speaker).OfType<string>().Distinct()];
        var agreement = new int[speakers.Length, found.Length];
        foreach (var (i, j) in pairs)
            if (hypothesis[j].Speaker is { } speaker)
                agreement[Array.IndexOf(speakers, reference[i].Speaker), Array.IndexOf(found, speaker)]++;
        return new WordSpeakers(pairs.Count, BestMapping.Score(agreement), speakers.Length, found.Length);
    }
}

/// <summary>A unit of scoring, a word or a character.</summary>
/// <param name="Text">As it is compared.</param>
/// <param name="Speaker">Its speaker; null where none was found.</param>
internal readonly record struct SpokenUnit(string Text, string? Speaker);

/// <summary>A speaker of a manifest who is counted as another one.</summary>
internal sealed record SpeakerAlias(string Speaker, string CountedAs);
