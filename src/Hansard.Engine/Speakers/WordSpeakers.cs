using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Speakers;

/// <summary>Gives every word a speaker: the likeliest sequence of speakers over the words.</summary>
/// <remarks>
/// Changing inside a sentence costs much, so that a turn's blurred edge does not tear a sentence apart; after a sentence or a pause it
/// costs next to nothing, so that a short reply can stand between two turns of somebody else.
/// </remarks>
internal static class WordSpeakers
{
    /// <summary>A pause that a turn may end with whatever the text says: that of the reference.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.35);

    /// <summary>In cosines times cells: half a second in which another speaker fits better by 0.1.</summary>
    private const float ChangeInSentence = 0.5f;

    /// <summary>A tenth of that: turns end with sentences.</summary>
    private const float ChangeAfterSentence = 0.05f;

    /// <summary>A word counts for a second and a half at most: longer ones hold a pause or an error.</summary>
    private const int LongestWord = 15;

    /// <param name="words">Of a recording, in time order.</param>
    /// <param name="timeline">Of the same recording.</param>
    /// <returns>A speaker for each word.</returns>
    public static int[] Assign(IReadOnlyList<RecognisedWord> words, SpeakerTimeline timeline)
        => timeline.Cells.Length == 0
            ? new int[words.Count]
            : SpeakerPath.Find(
                [.. words.Select(w => Score(w, timeline))], [.. words.Select((w, i) => i == 0 ? 0 : Penalty(words[i - 1], w))]);

    private static float[] Score(RecognisedWord word, SpeakerTimeline timeline)
    {
        var (start, end) = ((int)(word.Start.TotalSeconds * 100), (int)(word.End.TotalSeconds * 100));
        var first = timeline.Nearest(start);
        var last = Math.Max(first, timeline.Nearest(Math.Max(start, end - 1)));
        var sum = new float[timeline.Scores[first].Length];
        for (var i = first; i <= Math.Min(last, first + LongestWord - 1); i++)
            for (var s = 0; s < sum.Length; s++) sum[s] += timeline.Scores[i][s];
        return sum;
    }

    private static float Penalty(RecognisedWord before, RecognisedWord word)
        => word.Start - before.End > Pause || Sentences.EndWith(before.Text) ? ChangeAfterSentence : ChangeInSentence;
}
