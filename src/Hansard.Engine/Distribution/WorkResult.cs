namespace Hansard.Engine.Distribution;

/// <summary>The result of a <see cref="WorkPart"/>.</summary>
public abstract class WorkResult
{
    private protected WorkResult(string part) => Part = part;

    /// <summary>The <see cref="WorkPart.Sha256"/> of the part.</summary>
    public string Part { get; }

    /// <summary>Writes it.</summary>
    /// <exception cref="IOException">The stream cannot be written to.</exception>
    public void WriteTo(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        WorkResultFormat.Write(this, stream);
    }

    /// <summary>Reads a result.</summary>
    /// <param name="stream">Of <see cref="WriteTo"/>; read no further than that.</param>
    /// <exception cref="InvalidDataException">It is no such thing, damaged, or of a version that this one does not read.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static WorkResult ReadFrom(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return WorkResultFormat.Read(stream);
    }

    /// <summary>The result, if it is that of a part.</summary>
    /// <param name="part">Checksum of the part.</param>
    /// <param name="count">Windows, stretches or pieces of the part.</param>
    /// <param name="values">Gives what there is for each.</param>
    /// <exception cref="InvalidDataException">It is another part's.</exception>
    internal IReadOnlyList<TValue> Of<TResult, TValue>(string part, int count, Func<TResult, IReadOnlyList<TValue>> values)
        where TResult : WorkResult
        => Part == part && this is TResult result && values(result) is var found && found.Count == count
            ? found
            : throw new InvalidDataException("What came back for a part of a recording is not that part's.");
}
