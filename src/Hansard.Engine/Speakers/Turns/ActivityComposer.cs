using Hansard.Engine.Speakers.Segmentation;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Turns;

/// <summary>
/// Puts together who speaks in every frame: the speaker of the nearest piece, and where two speak at once the other one whom the windows
/// hear.
/// </summary>
/// <param name="windows">In the order of their starts.</param>
/// <param name="speakers">Number of speakers, at least 1.</param>
internal sealed class ActivityComposer(IReadOnlyList<LocalActivity> windows, int speakers)
{
    /// <summary>Mean number of people from which a second one is named.</summary>
    private const float Overlap = 1.5f;

    /// <summary>Frames that a local speaker and a speaker have to share before one is taken for the other, 0.2 s.</summary>
    private const int FewestShared = 20;

    private static readonly int[] Nobodies = [.. Enumerable.Repeat((int)SpeakerActivity.Nobody, Powerset.LocalSpeakers)];

    /// <param name="speech">Frames that are reported as speech.</param>
    /// <param name="count">For each frame how many people speak.</param>
    /// <param name="pieces">In time order.</param>
    /// <param name="labels">The speaker of each.</param>
    public SpeakerActivity Compose(ReadOnlySpan<bool> speech, ReadOnlySpan<float> count, IReadOnlyList<FrameRange> pieces, int[] labels)
    {
        var first = Nearest(pieces, labels, speech.Length);
        for (var t = 0; t < first.Length; t++) if (!speech[t]) first[t] = SpeakerActivity.Nobody;
        var second = new sbyte[first.Length];
        Array.Fill(second, SpeakerActivity.Nobody);
        var people = new int[windows.Count][];
        var heard = new int[speakers];
        var from = 0;
        for (var t = 0; t < first.Length; t++)
        {
            if (count[t] < Overlap || first[t] == SpeakerActivity.Nobody) continue;
            while (from < windows.Count && windows[from].Frames(first.Length).End <= t) from++;
            Array.Clear(heard);
            for (var i = from; i < windows.Count && windows[i].Frames(first.Length).Start <= t; i++)
            {
                people[i] ??= People(windows[i], first);
                for (var local = 0; local < Powerset.LocalSpeakers; local++)
                    if (people[i][local] >= 0 && Powerset.Contains(windows[i].At(t), local)) heard[people[i][local]]++;
            }
            heard[first[t]] = 0;
            var most = 0;
            for (var k = 1; k < speakers; k++) if (heard[k] > heard[most]) most = k;
            if (heard[most] > 0) second[t] = (sbyte)most;
        }
        return new SpeakerActivity(first, second, speakers);
    }

    /// <summary>For each frame the speaker of the nearest piece, whether anybody speaks there or not.</summary>
    /// <param name="pieces">In time order, at least one.</param>
    /// <param name="labels">The speaker of each.</param>
    /// <param name="frames">How many frames.</param>
    public static sbyte[] Nearest(IReadOnlyList<FrameRange> pieces, int[] labels, int frames)
    {
        var nearest = new sbyte[frames];
        var at = 0;
        for (var t = 0; t < frames; t++)
        {
            while (at + 1 < pieces.Count && Distance(pieces[at + 1], t) <= Distance(pieces[at], t)) at++;
            nearest[t] = (sbyte)labels[at];
        }
        return nearest;
    }

    private static int Distance(FrameRange piece, int frame)
        => frame < piece.Start ? piece.Start - frame : Math.Max(0, frame - piece.End + 1);

    /// <summary>
    /// For each local speaker of a window who it is: the mapping, each to another, with the most frames of one alone in common.
    /// </summary>
    private int[] People(LocalActivity window, sbyte[] first)
    {
        var shared = new int[Powerset.LocalSpeakers, speakers];
        var range = window.Frames(first.Length);
        for (var t = range.Start; t < range.End; t++)
        {
            var set = window.At(t);
            if (first[t] >= 0 && Powerset.Count(set) == 1) shared[set - 1, first[t]]++;
        }
        var (best, most) = (Nobodies, 0);
        // Three rows: all choices are tried, "nobody" among them.
        for (var a = -1; a < speakers; a++)
        {
            for (var b = -1; b < speakers; b++)
            {
                if (a >= 0 && a == b) continue;
                for (var c = -1; c < speakers; c++)
                {
                    if (c >= 0 && (c == a || c == b)) continue;
                    var sum = Shared(0, a) + Shared(1, b) + Shared(2, c);
                    if (sum > most) (best, most) = ([a, b, c], sum);
                }
            }
        }
        return best;

        int Shared(int local, int speaker) => speaker < 0 || shared[local, speaker] <= FewestShared ? 0 : shared[local, speaker];
    }
}
