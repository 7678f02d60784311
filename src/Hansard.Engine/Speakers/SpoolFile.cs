using Hansard.Engine.Temporary;

namespace Hansard.Engine.Speakers;

/// <summary>
/// Temporary file (where TMPDIR says) for what long recordings would fill the memory with. Gone with this object, and with the process
/// however that ends.
/// </summary>
/// <remarks>Safe to read from many threads.</remarks>
internal sealed class SpoolFile : IDisposable
{
    private readonly TemporaryFile _file = TemporaryFile.CreateNameless("speakers");

    /// <summary>Writes at a place, which may lie beyond the end.</summary>
    /// <exception cref="IOException">There is no room.</exception>
    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(_file.Content.SafeFileHandle, bytes, offset);

    /// <summary>Fills a buffer from a place.</summary>
    /// <exception cref="IOException">Less has been written.</exception>
    public void Read(Span<byte> bytes, long offset)
    {
        for (var read = 0; bytes.Length > 0; offset += read, bytes = bytes[read..])
        {
            read = RandomAccess.Read(_file.Content.SafeFileHandle, bytes, offset);
            if (read == 0) throw new IOException("The temporary file of what tells speakers is shorter than what was written to it.");
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}
