using Hansard.Engine.Audio;

namespace Hansard.Engine.Distribution;

/// <summary>Content of a <see cref="LanguagePart"/> as bytes.</summary>
internal static class LanguagePartFormat
{
    // Far beyond what models and callers have, and little enough to be held.
    private const int MostLanguages = 256;
    private const int MostLanguage = 64;
    private const int MostStretchSamples = 60 * AudioSpecification.SampleRate;

    /// <summary>Writes it.</summary>
    public static void Write(LanguagePart part, HashedWriter writer)
    {
        writer.Write(part.Among is not null);
        if (part.Among is { } among) writer.Write(among, writer.Write);
        writer.Write(part.Speech, speech => writer.Write(speech.Span));
    }

    /// <summary>Reads it.</summary>
    public static LanguagePart Read(string model, HashedReader reader)
    {
        var among = reader.ReadBoolean() ? reader.ReadList(MostLanguages, () => reader.ReadRequiredText(MostLanguage)) : null;
        var samples = 0L;
        var speech = reader.ReadList(SpeechPart.MostWindows, () =>
        {
            var stretch = reader.ReadSamples(MostStretchSamples);
            samples += stretch.Length;
            if (samples > WorkPart.MostSamples) throw reader.Damaged("it is longer than an hour");
            if (stretch.Length == 0 || !stretch.All(float.IsFinite)) throw reader.Damaged("a stretch has no sound");
            return (ReadOnlyMemory<float>)stretch;
        });
        return new LanguagePart(model, among, speech);
    }
}
