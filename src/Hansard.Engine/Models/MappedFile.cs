using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace Hansard.Engine.Models;

/// <summary>The content of a file as memory, of which those pages are read that are looked at.</summary>
/// <remarks>
/// Memory of it keeps it mapped, a span does not: whoever has only a span left has to keep its memory alive (<see cref="GC.KeepAlive"/>).
/// </remarks>
internal sealed unsafe class MappedFile : MemoryManager<byte>
{
    private readonly MemoryMappedViewAccessor _view;
    private readonly int _length;

    private MappedFile(MemoryMappedViewAccessor view, int length) => (_view, _length) = (view, length);

    /// <summary>Maps a file.</summary>
    /// <param name="path">A file of less than 2 GiB.</param>
    /// <exception cref="InvalidDataException">It is empty.</exception>
    public static MappedFile Open(string path)
    {
        // Of the file that is opened: a link, of which models from a hub are full, has a length of its own.
        using var handle = File.OpenHandle(path);
        var length = checked((int)RandomAccess.GetLength(handle));
        if (length == 0) throw new InvalidDataException($"'{path}' is empty.");
        using var file = MemoryMappedFile.CreateFromFile(
            handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        return new MappedFile(file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read), length);
    }

    /// <inheritdoc />
    public override Span<byte> GetSpan() => new(Start, _length);

    /// <inheritdoc />
    public override MemoryHandle Pin(int elementIndex = 0) => new(Start + elementIndex, pinnable: this);

    /// <inheritdoc />
    public override void Unpin()
    {
    }

    // The handle is not counted: when nothing refers to this any more, it closes itself.
    private byte* Start => (byte*)_view.SafeMemoryMappedViewHandle.DangerousGetHandle();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing) _view.Dispose();
    }
}
