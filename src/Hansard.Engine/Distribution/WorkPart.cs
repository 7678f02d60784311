namespace Hansard.Engine.Distribution;

/// <summary>
/// A part of the work on a recording that is done by itself, by whoever takes it: its sound, and all that its result depends on.
/// </summary>
public abstract class WorkPart
{
    /// <summary>Samples of a part at most: an hour.</summary>
    internal const long MostSamples = 3600L * Audio.AudioSpecification.SampleRate;

    private string? _sha256;

    private protected WorkPart(string model) => Model = model;

    /// <summary>Name of the speech model of the recording.</summary>
    public string Model { get; }

    /// <summary>Length of sound that is recognised in the time that the part takes.</summary>
    public abstract TimeSpan Length { get; }

    /// <summary>SHA-256 of its content, in hexadecimal and lower case: parts that have the same give the same.</summary>
    public string Sha256 => _sha256 ??= WorkPartFormat.Write(this, Stream.Null);

    /// <summary>The computation.</summary>
    internal abstract WorkKind Kind { get; }

    /// <summary>Writes it, some 4 MB for each minute of sound.</summary>
    /// <exception cref="IOException">The stream cannot be written to.</exception>
    public void WriteTo(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _sha256 = WorkPartFormat.Write(this, stream);
    }

    /// <summary>Reads a part.</summary>
    /// <param name="stream">Of <see cref="WriteTo"/>; read no further than the part goes.</param>
    /// <exception cref="InvalidDataException">It is no such part, damaged, or of a version that this one does not read.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static WorkPart ReadFrom(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var part = WorkPartFormat.Read(stream, out var sha256);
        part._sha256 = sha256;
        return part;
    }
}
