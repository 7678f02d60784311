using Hansard.Engine.Speech;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Speakers.Turns;

/// <summary>Gives every word the speaker who is active within it, with as few changes inside sentences as that allows.</summary>
/// <remarks>
/// The times of words are a tenth of a second off, and so are those of turns: a first or last word would fall to the neighbour. A change
/// inside a sentence costs as much as such a piece of a word is worth, and less than a whole word is, so that a backchannel keeps its
/// speaker.
/// </remarks>
internal static class WordAttribution
{
    /// <summary>Pause that a turn may end with whatever the text says.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.35);

    /// <summary>
    /// Cost of a change inside a sentence, in seconds of activity: more than what times are off (0.075 s in the mean), twice it less than a
    /// word.
    /// </summary>
    private const float ChangeInSentence = 0.12f;

    /// <summary>Cost of a change after a sentence or a pause: enough to decide between equals.</summary>
    private const float ChangeAfterSentence = 0.01f;

    /// <summary>Seconds that a word counts for at most: longer ones hold a pause or an error.</summary>
    private const float LongestWord = 0.5f;

    /// <summary>Frames of the shortest stretch that is looked at for a word: 0.1 s around its middle.</summary>
    private const int ShortestWord = 10;

    /// <summary>Frames around a word outside all speech in which somebody is looked for.</summary>
    private const int Around = 30;

    /// <summary>Weight of the second of two at once, so that equals go to the one who has the turn.</summary>
    private const float SecondShare = 0.9f;

    /// <summary>Weight of the second where a whole short sentence is said at once with another: it is why a second is heard.</summary>
    private const float InterjectionShare = 1.3f;

    /// <summary>The longest sentence that is taken for an interjection.</summary>
    private static readonly TimeSpan LongestInterjection = TimeSpan.FromSeconds(1);

    /// <param name="words">Words of a recording, in time order.</param>
    /// <param name="activity">Who speaks in it.</param>
    /// <returns>A speaker for each word.</returns>
    public static int[] Assign(IReadOnlyList<RecognisedWord> words, SpeakerActivity activity)
    {
        if (activity.Speakers <= 1) return new int[words.Count];
        List<float[]> scores = [];
        List<float> penalties = [];
        var unit = new int[words.Count];
        var shares = SecondShares(words);
        for (var i = 0; i < words.Count; i++)
        {
            // Pieces of one word, " $2" and ".50", are said by one person.
            if (i > 0 && Continues(words[i - 1], words[i])) Add(scores[^1], Score(words[i], activity, shares[i]));
            else
            {
                scores.Add(Score(words[i], activity, shares[i]));
                penalties.Add(i > 0 ? Penalty(words[i - 1], words[i]) : 0);
            }
            unit[i] = scores.Count - 1;
        }
        var path = SpeakerPath.Find(scores, penalties);
        return [.. unit.Select(u => path[u])];
    }

    private static float[] SecondShares(IReadOnlyList<RecognisedWord> words)
    {
        var shares = new float[words.Count];
        for (var start = 0; start < words.Count;)
        {
            var end = start;
            while (end + 1 < words.Count && !Sentences.EndWith(words[end].Text)) end++;
            var interjection = words[end].End - words[start].Start <= LongestInterjection;
            Array.Fill(shares, interjection ? InterjectionShare : SecondShare, start, end + 1 - start);
            start = end + 1;
        }
        return shares;
    }

    private static bool Continues(RecognisedWord before, RecognisedWord word)
        => word.Text.Length > 0 && !char.IsWhiteSpace(word.Text[0]) && !before.Text.EndsWith(' ') && Script.WritesSpaces(word.Language)
            && word.Language == before.Language && word.Start - before.End < Pause;

    private static float Penalty(RecognisedWord before, RecognisedWord word)
        => word.Start - before.End > Pause || Sentences.EndWith(before.Text) ? ChangeAfterSentence : ChangeInSentence;

    /// <summary>For each speaker the seconds in which a word is theirs.</summary>
    private static float[] Score(RecognisedWord word, SpeakerActivity activity, float secondShare)
    {
        var (start, end) = (Frame(word.Start), Frame(word.End));
        if (end - start < ShortestWord) (start, end) = (((start + end) / 2) - (ShortestWord / 2), ((start + end) / 2) + (ShortestWord / 2));
        var score = Heard(activity, start, end, secondShare);
        if (!score.AsSpan().ContainsAnyExcept(0f)) score = Heard(activity, start - Around, end + Around, secondShare);
        var most = LongestWord / Math.Max(LongestWord, (float)(end - start) / FrameGrid.FramesPerSecond);
        for (var k = 0; k < score.Length; k++) score[k] *= most;
        return score;
    }

    private static int Frame(TimeSpan time) => (int)(time.TotalSeconds * FrameGrid.FramesPerSecond);

    private static float[] Heard(SpeakerActivity activity, int start, int end, float secondShare)
    {
        var heard = new float[activity.Speakers];
        for (var t = Math.Max(0, start); t < Math.Min(end, activity.First.Length); t++)
        {
            if (activity.First[t] >= 0) heard[activity.First[t]] += 1f / FrameGrid.FramesPerSecond;
            if (activity.Second[t] >= 0) heard[activity.Second[t]] += secondShare / FrameGrid.FramesPerSecond;
        }
        return heard;
    }

    private static void Add(float[] sum, float[] more)
    {
        for (var k = 0; k < sum.Length; k++) sum[k] += more[k];
    }
}
