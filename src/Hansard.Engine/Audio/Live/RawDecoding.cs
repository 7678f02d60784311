using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Hansard.Engine.Audio.Live;

/// <summary>Decodes raw samples in this process: a session that pauses costs nothing but its memory, and that is little.</summary>
internal sealed class RawDecoding : ILiveDecoding
{
    /// <summary>Pieces of at most 0.5 s that wait for whoever reads.</summary>
    private const int WaitingPieces = 4;

    private readonly Channel<ReadOnlyMemory<float>> _sound = Channel.CreateBounded<ReadOnlyMemory<float>>(WaitingPieces);
    private readonly RawSamples _samples;
    private readonly int _piece;
    private volatile bool _isDisposed;

    /// <param name="encoding">The encoding of the samples.</param>
    /// <param name="rate">Samples a second of each channel.</param>
    /// <param name="channels">Channels, interleaved.</param>
    public RawDecoding(RawEncoding encoding, int rate, int channels)
    {
        _samples = new RawSamples(encoding, rate, channels);
        _piece = rate / 2 * channels * encoding.Bytes;
    }

    /// <inheritdoc />
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        for (int count; bytes.Length > 0; bytes = bytes[count..])
        {
            count = Math.Min(_piece, bytes.Length);
            if (!await GiveAsync(_samples.Take(bytes.Span[..count]), cancellationToken).ConfigureAwait(false)) return;
        }
    }

    /// <inheritdoc />
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await GiveAsync(_samples.Complete(), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Abandon();
        }
    }

    /// <inheritdoc />
    public void Abandon() => _sound.Writer.TryComplete();

    /// <inheritdoc />
    public async IAsyncEnumerable<ReadOnlyMemory<float>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _sound.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (_sound.Reader.TryRead(out var samples))
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                cancellationToken.ThrowIfCancellationRequested();
                yield return samples;
            }
        }
        ObjectDisposedException.ThrowIf(_isDisposed, this);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        Abandon();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<bool> GiveAsync(float[] samples, CancellationToken cancellationToken)
    {
        if (samples.Length == 0) return true;
        try
        {
            await _sound.Writer.WriteAsync(samples, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ChannelClosedException)
        {
            // Nobody reads any more.
            return false;
        }
    }
}
