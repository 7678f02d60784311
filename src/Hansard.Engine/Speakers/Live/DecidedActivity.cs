using Hansard.Engine.Speakers.Turns;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Live;

/// <summary>Speakers of the frames that are decided, of the last ten minutes.</summary>
internal sealed class DecidedActivity
{
    /// <summary>Frames that are kept: far more than a passage of words has, and no more than 200 kB.</summary>
    public const int Kept = 600 * FrameGrid.FramesPerSecond;

    private readonly DecidedFrame[] _frames = new DecidedFrame[Kept];

    /// <summary>First frame that is kept.</summary>
    public int Start => Math.Max(0, End - Kept);

    /// <summary>Frame after the last decided one.</summary>
    public int End { get; private set; }

    /// <summary>A frame that is kept.</summary>
    public DecidedFrame this[int frame] => _frames[frame % Kept];

    /// <summary>Decides the next frame.</summary>
    public void Add(DecidedFrame frame) => _frames[End++ % Kept] = frame;

    /// <summary>The speaker to whom most of a stretch was given.</summary>
    /// <param name="range">The stretch; what is not decided or not kept is left out.</param>
    /// <returns>The speaker, or <see cref="SpeakerActivity.Nobody"/>.</returns>
    public sbyte Dominant(FrameRange range)
    {
        Span<int> given = stackalloc int[sbyte.MaxValue];
        given.Clear();
        var most = SpeakerActivity.Nobody;
        for (var t = Math.Max(Start, range.Start); t < Math.Min(End, range.End); t++)
        {
            var speaker = this[t].First;
            if (speaker >= 0 && (++given[speaker] > (most < 0 ? 0 : given[most]))) most = speaker;
        }
        return most;
    }

    /// <summary>Speakers of every frame of a stretch: where nobody speaks, the nearest.</summary>
    /// <param name="range">A stretch that is decided; where it is not kept any more, as where that begins.</param>
    /// <param name="speakers">Number of speakers.</param>
    public SpeakerActivity Fill(FrameRange range, int speakers)
    {
        var (first, second) = (new sbyte[range.Length], new sbyte[range.Length]);
        for (var i = 0; i < first.Length; i++)
        {
            var frame = End == 0 ? default : this[Math.Clamp(range.Start + i, Start, End - 1)];
            (first[i], second[i]) = (frame.First >= 0 ? frame.First : frame.Nearest, frame.Second);
        }
        return new SpeakerActivity(first, second, speakers);
    }
}

/// <summary>Decision on a frame.</summary>
/// <param name="First">The speaker, or <see cref="SpeakerActivity.Nobody"/>.</param>
/// <param name="Second">Another speaker at the same time, or <see cref="SpeakerActivity.Nobody"/>.</param>
/// <param name="Nearest">The speaker of the nearest speech.</param>
internal readonly record struct DecidedFrame(sbyte First, sbyte Second, sbyte Nearest);
