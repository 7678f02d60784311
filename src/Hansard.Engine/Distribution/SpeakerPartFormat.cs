using Hansard.Engine.Speakers;
using Hansard.Engine.Speakers.Segmentation;
using Hansard.Engine.Speakers.Voices;

namespace Hansard.Engine.Distribution;

/// <summary>Content of a <see cref="SpeakerPart"/> as bytes.</summary>
internal static class SpeakerPartFormat
{
    /// <summary>Writes it.</summary>
    public static void Write(SpeakerPart part, HashedWriter writer) => writer.Write(part.Sounds, sound =>
    {
        writer.Write(sound.Samples);
        writer.Write(sound.Gain);
        writer.Write(sound.Integers);
        writer.Write(sound.Kept is not null);
        if (sound.Kept is { } kept) writer.Write(kept, writer.Write);
    });

    /// <summary>Reads it.</summary>
    public static SpeakerPart Read(string model, WorkKind kind, HashedReader reader)
    {
        var samples = 0L;
        return new SpeakerPart(model, kind, reader.ReadList(SpeakerPart.MostSounds, () =>
        {
            // No piece is as long as a window.
            var sound = new SpeakerSound(
                reader.ReadPcm(SegmentationWindows.Samples), reader.ReadDouble(), Integers: reader.ReadBoolean());
            samples += sound.Samples.Length;
            if (samples > WorkPart.MostSamples) throw reader.Damaged("it is longer than an hour");
            if (!double.IsFinite(sound.Gain)) throw reader.Damaged("a level is no number");
            if (kind is WorkKind.Segmentation && sound.Samples.Length != SegmentationWindows.Samples)
                throw reader.Damaged("a window has another length");
            if (!reader.ReadBoolean()) return sound;
            var frames = KaldiFilterBank.FramesOf(sound.Samples.Length);
            var kept = reader.ReadList(frames, reader.ReadBoolean);
            return kept.Length == frames ? sound with { Kept = kept } : throw reader.Damaged("frames of a piece are missing");
        }));
    }
}
