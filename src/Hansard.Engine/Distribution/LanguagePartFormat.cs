using Hansard.Engine.Audio;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Languages;

namespace Hansard.Engine.Distribution;

/// <summary>Content of a <see cref="LanguagePart"/> as bytes.</summary>
internal static class LanguagePartFormat
{
    // Far beyond what models and callers have, and little enough to be held.
    private const int MostLanguages = 256;
    private const int MostLanguage = 64;
    private const int MostParts = 1024;
    private const int MostWindowSamples = 60 * AudioSpecification.SampleRate;

    /// <summary>Writes it.</summary>
    public static void Write(LanguagePart part, HashedWriter writer)
    {
        writer.Write(part.Among is not null);
        if (part.Among is { } among) writer.Write(among, writer.Write);
        writer.Write(part.Windows, window =>
        {
            writer.Write(window.Samples.AsSpan());
            writer.Write(window.Parts, interval =>
            {
                writer.Write(interval.Start);
                writer.Write(interval.End);
            });
        });
    }

    /// <summary>Reads it.</summary>
    public static LanguagePart Read(string model, HashedReader reader)
    {
        var among = reader.ReadBoolean() ? reader.ReadList(MostLanguages, () => reader.ReadRequiredText(MostLanguage)) : null;
        var samples = 0L;
        var windows = reader.ReadList(SpeechPart.MostWindows, () =>
        {
            var window = reader.ReadSamples(MostWindowSamples);
            samples += window.Length;
            if (samples > WorkPart.MostSamples) throw reader.Damaged("it is longer than an hour");
            if (window.Length == 0 || !window.All(float.IsFinite)) throw reader.Damaged("a window has no sound");
            var seconds = AudioSpecification.Duration(window.Length).TotalSeconds;
            return new SpokenWindow(window, reader.ReadList(MostParts, () =>
            {
                var interval = new SpeechInterval(reader.ReadDouble(), reader.ReadDouble());
                // Written so that what is no number is refused too.
                return interval.Start >= 0 && interval.Start < interval.End && interval.Start < seconds
                    ? interval
                    : throw reader.Damaged("a part lies outside of its window");
            }));
        });
        return new LanguagePart(model, among, windows);
    }
}
