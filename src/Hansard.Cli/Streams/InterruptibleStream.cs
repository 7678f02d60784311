using Hansard.Engine.Audio;
using Hansard.Server.Http;

namespace Hansard.Cli.Streams;

/// <summary>A pipe whose reader can be cancelled while nobody writes, and that ends at some time.</summary>
/// <param name="pipe">Read in another thread, which .NET cannot wake; disposed of with this, unless it is being read.</param>
internal sealed class InterruptibleStream(Stream pipe) : ForwardOnlyStream
{
    /// <summary>Bytes that are taken: five hours of film at 30 Mbit/s have as many.</summary>
    private const long MaximumLength = 64L << 30;

    // Its own, since a read that nobody waits for any more may still write into it.
    private readonly byte[] _buffer = new byte[1 << 16];
    private Task<int>? _reading;
    private long _length;

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
    protected override void Dispose(bool disposing)
    {
        if (disposing && _reading is not { IsCompleted: false }) pipe.Dispose();
        base.Dispose(disposing);
    }
}
