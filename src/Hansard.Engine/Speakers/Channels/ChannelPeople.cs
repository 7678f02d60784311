using System.Numerics.Tensors;
using Hansard.Engine.Speakers.Identification;
using Hansard.Engine.Speakers.Turns;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Channels;

/// <summary>Finds out who speaks on channels that stand for speakers, and which channels several people share.</summary>
/// <remarks>
/// Two may sit at one end of a call, and an announcement precede an agent. But whoever is louder on another channel is only heard across
/// the room or over the line.
/// </remarks>
internal static class ChannelPeople
{
    /// <summary>Seconds that another person of a channel speaks at least: less may be laughter, or the same voice raised.</summary>
    private const double Least = 3;

    /// <summary>Share of a channel's speech that another person has at least.</summary>
    private const double LeastShare = 0.1;

    /// <summary>Frames whose sound is held at once, a second.</summary>
    private const int Block = FrameGrid.FramesPerSecond;

    /// <param name="channels">Activity on each, with its voices.</param>
    /// <param name="recordings">The sound of each.</param>
    /// <param name="most">People that there may be in all.</param>
    /// <returns>For each channel the activity of its people alone, of one at least.</returns>
    public static IReadOnlyList<SpeakerActivity> Find(
        IReadOnlyList<SpeakerActivity> channels, IReadOnlyList<VoiceRecording> recordings, int most)
    {
        var people = channels.Select((_, i) => PeopleOf(channels, recordings, i)).ToArray();
        var one = people.Sum(p => p.Count) > most;
        return [.. channels.Zip(people, (channel, own) => Only(channel, one ? own[..1] : own))];
    }

    /// <summary>Whoever speaks most on the channel comes first.</summary>
    private static List<int> PeopleOf(IReadOnlyList<SpeakerActivity> channels, IReadOnlyList<VoiceRecording> recordings, int channel)
    {
        var voices = channels[channel].Voices;
        if (voices.Count < 2) return [0];
        var heard = Heard(channels[channel], recordings, channel);
        var own = Enumerable.Range(0, voices.Count).Where(s => !heard[s]).OrderByDescending(s => voices[s].Seconds).ToList();
        // A channel of which everything is louder elsewhere: its main voice stands for it, as before.
        if (own.Count == 0) return [Enumerable.Range(0, voices.Count).MaxBy(s => voices[s].Seconds)];
        var least = Math.Max(Least, LeastShare * own.Sum(s => voices[s].Seconds));
        return [own[0], .. own.Skip(1).Where(s => voices[s].Seconds >= least)];
    }

    /// <summary>For each speaker of a channel whether another channel is louder while the speaker speaks.</summary>
    private static bool[] Heard(SpeakerActivity activity, IReadOnlyList<VoiceRecording> recordings, int channel)
    {
        var energies = new double[recordings.Count, activity.Speakers];
        for (var at = 0; at < activity.First.Length; at += Block)
        {
            var frames = Math.Min(Block, activity.First.Length - at);
            if (!activity.First.AsSpan(at, frames).ContainsAnyExcept(SpeakerActivity.Nobody)) continue;
            for (var c = 0; c < recordings.Count; c++)
            {
                var samples = recordings[c].Read((long)at * FrameGrid.FrameSamples, Block * FrameGrid.FrameSamples).Recorded();
                for (var t = 0; t < frames; t++)
                {
                    if (activity.First[at + t] is not (>= 0 and var speaker)) continue;
                    var frame = samples.AsSpan(t * FrameGrid.FrameSamples, FrameGrid.FrameSamples);
                    energies[c, speaker] += TensorPrimitives.SumOfSquares<float>(frame);
                }
            }
        }
        return [.. Enumerable.Range(0, activity.Speakers).Select(s => Enumerable.Range(0, recordings.Count)
            .Any(c => energies[c, s] > energies[channel, s]))];
    }

    /// <summary>Whoever is none of the people counts as the first of them.</summary>
    private static SpeakerActivity Only(SpeakerActivity channel, List<int> people)
    {
        var numbers = new sbyte[channel.Speakers];
        for (var i = 0; i < people.Count; i++) numbers[people[i]] = (sbyte)i;
        var (first, second) = ((sbyte[])channel.First.Clone(), (sbyte[])channel.Second.Clone());
        for (var t = 0; t < first.Length; t++)
        {
            if (first[t] >= 0) first[t] = numbers[first[t]];
            if (second[t] >= 0) second[t] = numbers[second[t]];
            if (second[t] == first[t]) second[t] = SpeakerActivity.Nobody;
        }
        return new SpeakerActivity(first, second, people.Count)
        {
            Voices = [.. people.Select(p => channel.Voices.ElementAtOrDefault(p)).OfType<SpeakerVoice>()],
        };
    }
}
