using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace Hansard.Engine.Models;

/// <summary>The content of a file as memory, of which those pages are read that are looked at.</summary>
/// <remarks>Memory of it keeps it; it is unmapped when there is none any more.</remarks>
internal sealed unsafe class MappedFile : MemoryManager<byte>
{
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private readonly int _length;

    private MappedFile(MemoryMappedViewAccessor view, int length)
    {
        (_view, _length) = (view, length);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    /// <summary>Unmaps the file.</summary>
    ~MappedFile() => Dispose(false);

    /// <summary>Maps a file.</summary>
    /// <param name="path">A file of less than 2 GiB that is not empty.</param>
    public static MappedFile Open(string path)
    {
        using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        var length = checked((int)new FileInfo(path).Length);
        return new MappedFile(file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read), length);
    }

    /// <inheritdoc />
    public override Span<byte> GetSpan() => new(_start, _length);

    /// <inheritdoc />
    public override MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex, pinnable: this);

    /// <inheritdoc />
    public override void Unpin()
    {
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing) => _view.SafeMemoryMappedViewHandle.ReleasePointer();
}
