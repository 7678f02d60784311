using Hansard.Engine.Speakers.Segmentation;
using Hansard.Engine.Speakers.Voices;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Live;

/// <summary>
/// Cuts what is being said into pieces of one person each, and embeds them: a piece that grows is embedded anew as it does, one that has
/// reached its length no more.
/// </summary>
/// <param name="encoder">Tells voices.</param>
/// <param name="sound">Holds the sound.</param>
internal sealed class LivePieces(VoiceEncoder encoder, LiveSound sound)
{
    /// <summary>
    /// Frames of a piece of a longer stretch, 2 s: what follows it is told by itself, so that it need not be embedded again.
    /// </summary>
    private const int Longest = 200;

    /// <summary>Frames at the end of a stretch that make no piece of their own.</summary>
    private const int Rest = 30;

    /// <summary>Share of two pieces that is in both, from which they have one voice: edges move by some frames with every window.</summary>
    private const double Alike = 0.85;

    /// <summary>Frames from the end of the sound in which the segmentation may still change its mind, 6 s: beyond half a window.</summary>
    private const int Unsettled = 600;

    private List<LivePiece> _present = [];
    private int _settledTo;

    /// <summary>Pieces that will not change any more, within the scene.</summary>
    public List<LivePiece> Settled { get; } = [];

    /// <summary>Cuts the part of a scene that is not settled.</summary>
    /// <param name="scene">The last stretch of the sound.</param>
    /// <returns>In time order, after those that are settled.</returns>
    public List<LivePiece> Cut(LiveScene scene)
    {
        Settled.RemoveAll(p => p.Range.Start < scene.Start);
        var certain = (bool[])scene.Speech.Certain.Clone();
        certain.AsSpan(0, Math.Clamp(_settledTo - scene.Start, 0, certain.Length)).Clear();
        List<LivePiece> pieces = [];
        foreach (var run in LocalPieces.Runs(scene.Windows, certain))
        {
            for (int from = run.Start, to; from < run.End; from = to)
            {
                to = run.End - from < Longest + Rest ? run.End : from + Longest;
                var range = scene.Beyond(new FrameRange(from, to));
                pieces.Add(new LivePiece(range, Known(range) ?? Embed(scene, range)));
            }
        }
        return _present = pieces;
    }

    /// <summary>Indicates whether the segmentation will not change a piece any more.</summary>
    public bool IsSettled(LivePiece piece) => piece.Range.End <= (int)(sound.End / FrameGrid.FrameSamples) - Unsettled;

    /// <summary>Settles a piece, after all before it.</summary>
    public void Settle(LivePiece piece)
    {
        Settled.Add(piece);
        _settledTo = piece.Range.End;
    }

    private float[]? Known(FrameRange range)
    {
        foreach (var (held, voice) in _present)
        {
            var both = Math.Min(held.End, range.End) - Math.Max(held.Start, range.Start);
            var either = Math.Max(held.End, range.End) - Math.Min(held.Start, range.Start);
            if (both >= Alike * either) return voice;
        }
        return null;
    }

    private float[] Embed(LiveScene scene, FrameRange range)
    {
        var (chosen, kept) = PieceFrames.Of(scene.Within(range), sound.Features.End - scene.Start, scene.Activity.Count.Span);
        return PieceVoices.Embed(encoder, sound.Features.At(scene.Beyond(chosen), sound.Gain), kept);
    }
}
