using Hansard.Engine.Audio;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Distribution;

/// <summary>Content of a <see cref="SpeechPart"/> as bytes: settings and windows.</summary>
internal static class SpeechPartFormat
{
    // Far beyond what models and callers have, and little enough to be held.
    private const int MostName = 1024;
    private const int MostLanguage = 64;
    private const int MostLanguages = 256;
    private const int MostText = 1 << 20;
    private const int MostTerms = 100_000;
    private const int MostWindowSamples = 60 * AudioSpecification.SampleRate;
    private const int MostRegions = 10_000;

    /// <summary>Writes it.</summary>
    public static void Write(SpeechPart part, HashedWriter writer)
    {
        var settings = part.Settings;
        writer.Write(settings.BeamSize);
        writer.Write(settings.PredictTimestamps);
        writer.Write(settings.KeepAlternatives);
        writer.Write(settings.Rescorer);
        writer.Write(settings.Context is not null);
        if (settings.Context is { } context)
        {
            writer.Write(context.General, fact =>
            {
                writer.Write(fact.Key);
                writer.Write(fact.Value);
            });
            writer.Write(context.Text);
            writer.Write(context.Terms, writer.Write);
        }
        writer.Write(part.Windows, identified =>
        {
            var (window, decision) = identified;
            writer.Write(window.StartSample);
            writer.Write(window.Samples.AsSpan());
            writer.Write(window.Regions, region =>
            {
                writer.Write(region.Start);
                writer.Write(region.End);
            });
            writer.Write(decision.Language);
            writer.Write(decision.Alternatives, alternative =>
            {
                writer.Write(alternative.Language);
                writer.Write(alternative.Deficit);
            });
        });
    }

    /// <summary>Reads it.</summary>
    public static SpeechPart Read(string model, HashedReader reader)
    {
        var beam = reader.ReadCount(RecognitionRequest.MaximumBeam);
        if (beam < 1) throw reader.Damaged("it keeps no hypothesis");
        var timestamps = reader.ReadBoolean();
        var alternatives = reader.ReadBoolean();
        var rescorer = reader.ReadText(MostName);
        var settings = new SpeechPartSettings(model, beam, timestamps, alternatives, Context(reader)) { Rescorer = rescorer };
        var samples = 0L;
        var windows = reader.ReadList(SpeechPart.MostWindows, () =>
        {
            var window = Window(reader);
            samples += window.Window.Samples.Length;
            return samples <= WorkPart.MostSamples ? window : throw reader.Damaged("it is longer than an hour");
        });
        if (windows.Length == 0) throw reader.Damaged("it has no window");
        return new SpeechPart(settings, windows);
    }

    private static TranscriptionContext? Context(HashedReader reader)
    {
        if (!reader.ReadBoolean()) return null;
        var facts = reader.ReadList(
            MostTerms, () => new ContextFact(reader.ReadRequiredText(MostText), reader.ReadRequiredText(MostText)));
        return new TranscriptionContext
        {
            General = facts,
            Text = reader.ReadText(MostText),
            Terms = reader.ReadList(MostTerms, () => reader.ReadRequiredText(MostText)),
        };
    }

    private static IdentifiedWindow Window(HashedReader reader)
    {
        var start = reader.ReadInt64();
        if (start is < 0 or > long.MaxValue / 2) throw reader.Damaged("a window begins nowhere");
        var samples = reader.ReadSamples(MostWindowSamples);
        if (samples.Length == 0 || !samples.All(float.IsFinite)) throw reader.Damaged("a window has no sound");
        var end = start + samples.Length;
        var regions = reader.ReadList(MostRegions, () => new SpeechRegion(reader.ReadInt64(), reader.ReadInt64()));
        if (!regions.All(r => r.Start >= start && r.End >= r.Start && r.End <= end))
            throw reader.Damaged("somebody speaks outside of a window");
        var language = reader.ReadText(MostLanguage);
        var alternatives = reader.ReadList(
            MostLanguages, () => new LanguageAlternative(reader.ReadRequiredText(MostLanguage), reader.ReadDouble()));
        if (language is null && alternatives.Length > 0) throw reader.Damaged("a language is missing");
        return new IdentifiedWindow(new SpeechWindow(start, samples, regions), new LanguageDecision(language, alternatives));
    }
}
