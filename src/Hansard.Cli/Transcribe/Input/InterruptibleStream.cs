using Hansard.Engine.Audio;

namespace Hansard.Cli.Transcribe.Input;

/// <summary>A pipe whose reader can be cancelled while nobody writes, and that ends at some time.</summary>
/// <param name="pipe">Read in another thread, which .NET cannot wake; disposed of with this, unless it is being read.</param>
internal sealed class InterruptibleStream(Stream pipe) : Stream
{
    /// <summary>Bytes that are taken: five hours of film at 30 Mbit/s have as many.</summary>
    private const long MaximumLength = 64L << 30;

    // Its own, since a read that nobody waits for any more may still write into it.
    private readonly byte[] _buffer = new byte[1 << 16];
    private Task<int>? _reading;
    private long _length;

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var wanted = Math.Min(buffer.Length, _buffer.Length);
        _reading = Task.Run(() => pipe.Read(_buffer, 0, wanted), CancellationToken.None);
        var count = await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        _buffer.AsMemory(0, count).CopyTo(buffer);
        _length += count;
        return _length <= MaximumLength
            ? count
            : throw new InvalidAudioException($"The recording does not end: it has more than {MaximumLength >> 30} GiB already.");
    }

    /// <inheritdoc />
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing && _reading is not { IsCompleted: false }) pipe.Dispose();
        base.Dispose(disposing);
    }
}
