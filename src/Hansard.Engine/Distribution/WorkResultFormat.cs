using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Distribution;

/// <summary>A result as bytes: a header with a version and the kind of the work, the part's checksum, the result, and a checksum.</summary>
internal static class WorkResultFormat
{
    // "HWRD", and what changes when the rest does.
    private const int Magic = 0x44525748;
    private const int Version = 2;

    private const int Sha256Digits = 64;

    // Far beyond what networks give and a decoder writes for a window.
    private const int MostWords = 10_000;
    private const int MostText = 1 << 16;
    private const int MostAlternatives = 256;
    private const int MostLanguages = 1024;
    private const int MostLanguage = 64;
    private const int MostOutputs = 1 << 16;

    /// <summary>Writes a result.</summary>
    public static void Write(WorkResult result, Stream stream)
    {
        using var writer = new HashedWriter(stream);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write((int)KindOf(result));
        writer.Write(result.Part);
        switch (result)
        {
            case RecognisedPart words: Write(words, writer); break;
            case LanguageResult languages: Write(languages, writer); break;
            case SpeakerResult speakers: writer.Write(speakers.Outputs, output => writer.Write(output.AsSpan())); break;
        }
        writer.Finish();
    }

    /// <summary>Reads a result.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static WorkResult Read(Stream stream)
    {
        using var reader = new HashedReader(stream, "the result of a part of a recording");
        reader.ReadHeader(Magic, Version);
        var kind = (WorkKind)reader.ReadInt32();
        var part = reader.ReadRequiredText(Sha256Digits);
        WorkResult result = kind switch
        {
            WorkKind.Words => new RecognisedPart(part, reader.ReadList(SpeechPart.MostWindows, () => new RecognisedSpeech(
                reader.ReadInt64(), reader.ReadInt64(), reader.ReadList(MostWords, () => Word(reader))))),
            WorkKind.Languages => new LanguageResult(part, reader.ReadList(SpeechPart.MostWindows, () => reader.ReadList(
                MostLanguages, () => new LanguageProbability(reader.ReadRequiredText(MostLanguage), reader.ReadDouble())))),
            WorkKind.Voices => new SpeakerResult(
                part, reader.ReadList(SpeakerPart.MostSounds, () => reader.ReadSamples(MostOutputs))),
            _ => throw reader.Damaged($"it is of the kind {(int)kind}, which this program does not know"),
        };
        reader.Finish();
        return result;
    }

    // Both networks of speakers give numbers.
    private static WorkKind KindOf(WorkResult result) => result switch
    {
        RecognisedPart => WorkKind.Words,
        LanguageResult => WorkKind.Languages,
        SpeakerResult => WorkKind.Voices,
        _ => throw new NotSupportedException($"There is no format for {result.GetType()}."),
    };

    private static void Write(LanguageResult languages, HashedWriter writer) => writer.Write(
        languages.Languages,
        stretch => writer.Write(stretch, language =>
        {
            writer.Write(language.Language);
            writer.Write(language.Probability);
        }));

    private static void Write(RecognisedPart words, HashedWriter writer) => writer.Write(words.Windows, window =>
    {
        writer.Write(window.StartSample);
        writer.Write(window.EndSample);
        writer.Write(window.Words, word =>
        {
            writer.Write(word.Text);
            writer.Write(word.Start.Ticks);
            writer.Write(word.End.Ticks);
            writer.Write(word.Confidence);
            writer.Write(word.Language);
            writer.Write(word.Alternatives, writer.Write);
        });
    });

    private static RecognisedWord Word(HashedReader reader) => new(
        reader.ReadRequiredText(MostText), new TimeSpan(reader.ReadInt64()), new TimeSpan(reader.ReadInt64()), reader.ReadDouble(),
        reader.ReadText(MostLanguage))
    {
        Alternatives = reader.ReadList(MostAlternatives, () => reader.ReadRequiredText(MostText)),
    };
}
