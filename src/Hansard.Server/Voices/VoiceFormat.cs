using Hansard.Engine.Voices;

namespace Hansard.Server.Voices;

/// <summary>The bytes of a voice, before they are encrypted.</summary>
internal static class VoiceFormat
{
    private const byte Version = 1;

    // Of a vector: no encoder has nearly as many dimensions.
    private const int MaximumDimensions = 1 << 16;

    /// <summary>Writes a voice.</summary>
    public static byte[] Write(VoiceProfile voice)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Version);
        writer.Write(voice.Model);
        writer.Write(voice.Speech.Ticks);
        writer.Write(voice.Embedding.Length);
        foreach (var value in voice.Embedding.Span) writer.Write(value);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads a voice.</summary>
    /// <exception cref="InvalidDataException">These are not the bytes of one, or those of a newer version of this program.</exception>
    public static VoiceProfile Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        try
        {
            if (reader.ReadByte() is not Version) throw new InvalidDataException("The voice was written by another version.");
            var (model, speech, dimensions) = (reader.ReadString(), reader.ReadInt64(), reader.ReadInt32());
            if (dimensions is < 1 or > MaximumDimensions) throw new InvalidDataException($"A voice does not have {dimensions} dimensions.");
            var embedding = new float[dimensions];
            for (var i = 0; i < dimensions; i++) embedding[i] = reader.ReadSingle();
            return new VoiceProfile(model, embedding, TimeSpan.FromTicks(speech));
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("The voice is cut off.", exception);
        }
    }
}
