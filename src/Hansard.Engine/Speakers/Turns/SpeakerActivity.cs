using Hansard.Engine.Speakers.Identification;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Turns;

/// <summary>Speakers of every frame of 10 ms of a recording: none, one, or two at once.</summary>
/// <param name="First">For each frame the speaker, or <see cref="Nobody"/>.</param>
/// <param name="Second">For each frame another speaker at the same time, or <see cref="Nobody"/>.</param>
/// <param name="Speakers">Number of speakers, from 0 on.</param>
internal sealed record SpeakerActivity(sbyte[] First, sbyte[] Second, int Speakers)
{
    /// <summary>Nobody.</summary>
    public const sbyte Nobody = -1;

    /// <summary>For each speaker the voice; empty where no voices were told.</summary>
    public IReadOnlyList<SpeakerVoice> Voices { get; init; } = [];

    /// <summary>One person whenever anybody speaks: too little speech to tell voices by.</summary>
    /// <param name="speech">Frames of speech.</param>
    public static SpeakerActivity OfOne(ReadOnlySpan<bool> speech)
    {
        var (first, second) = (new sbyte[speech.Length], new sbyte[speech.Length]);
        for (var t = 0; t < first.Length; t++) first[t] = speech[t] ? (sbyte)0 : Nobody;
        Array.Fill(second, Nobody);
        return new SpeakerActivity(first, second, 1);
    }

    /// <summary>The turns, in the order of their starts; those of two people may overlap.</summary>
    public List<SpokenTurn> Turns()
    {
        List<SpokenTurn> turns = [];
        var since = new int[Speakers];
        Array.Fill(since, -1);
        for (var t = 0; t <= First.Length; t++)
        {
            for (var speaker = 0; speaker < Speakers; speaker++)
            {
                var speaks = t < First.Length && (First[t] == speaker || Second[t] == speaker);
                if (speaks && since[speaker] < 0) since[speaker] = t;
                if (speaks || since[speaker] < 0) continue;
                turns.Add(new SpokenTurn(new FrameRange(since[speaker], t), speaker));
                since[speaker] = -1;
            }
        }
        turns.Sort((a, b) => a.Frames.Start != b.Frames.Start ? a.Frames.Start.CompareTo(b.Frames.Start) : a.Speaker.CompareTo(b.Speaker));
        return turns;
    }
}
