namespace Hansard.Engine.Speakers.Features;

/// <summary>A temporary file (where TMPDIR says) for what long recordings would fill the memory with. It is gone with this object, and with the process however that ends.</summary>
/// <remarks>Safe to read from many threads.</remarks>
internal sealed class SpoolFile : IDisposable
{
    private readonly FileStream _file = OpenNameless();

    /// <summary>Writes at a place, which may lie beyond the end.</summary>
    /// <exception cref="IOException">There is no room.</exception>
    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(_file.SafeFileHandle, bytes, offset);

    /// <summary>Fills a buffer from a place.</summary>
    /// <exception cref="IOException">Less has been written.</exception>
    public void Read(Span<byte> bytes, long offset)
    {
        for (var read = 0; bytes.Length > 0; offset += read, bytes = bytes[read..])
        {
            read = RandomAccess.Read(_file.SafeFileHandle, bytes, offset);
            if (read == 0) throw new IOException("The temporary file of what tells speakers is shorter than what was written to it.");
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private static FileStream OpenNameless()
    {
        var path = Path.Combine(Path.GetTempPath(), $"hansard-{Guid.NewGuid():N}.speakers");
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 0, FileOptions.DeleteOnClose);
        // Unix keeps an open file without a name, where otherwise a killed process would leave it behind.
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        return file;
    }
}
