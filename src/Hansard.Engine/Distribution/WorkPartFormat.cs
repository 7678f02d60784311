namespace Hansard.Engine.Distribution;

/// <summary>A part as bytes: a header with a version and the kind of the work, what the kind needs, and a checksum.</summary>
internal static class WorkPartFormat
{
    // "HPRT", and what changes when the rest does.
    private const int Magic = 0x54525048;
    private const int Version = 4;

    private const int MostName = 1024;

    /// <summary>Writes a part.</summary>
    /// <returns>Its checksum.</returns>
    public static string Write(WorkPart part, Stream stream)
    {
        using var writer = new HashedWriter(stream);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write((int)part.Kind);
        writer.Write(part.Model);
        switch (part)
        {
            case SpeechPart words: SpeechPartFormat.Write(words, writer); break;
            case LanguagePart languages: LanguagePartFormat.Write(languages, writer); break;
            case SpeakerPart speakers: SpeakerPartFormat.Write(speakers, writer); break;
            default: throw new NotSupportedException($"There is no format for {part.GetType()}.");
        }
        return writer.Finish();
    }

    /// <summary>Reads a part.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static WorkPart Read(Stream stream, out string sha256)
    {
        using var reader = new HashedReader(stream, "a part of a recording");
        reader.ReadHeader(Magic, Version);
        var kind = (WorkKind)reader.ReadInt32();
        var model = reader.ReadRequiredText(MostName);
        WorkPart part = kind switch
        {
            WorkKind.Words => SpeechPartFormat.Read(model, reader),
            WorkKind.Languages => LanguagePartFormat.Read(model, reader),
            WorkKind.Segmentation or WorkKind.Voices => SpeakerPartFormat.Read(model, kind, reader),
            _ => throw reader.Damaged($"it is work of the kind {(int)kind}, which this program does not know"),
        };
        sha256 = reader.Finish();
        return part;
    }
}
