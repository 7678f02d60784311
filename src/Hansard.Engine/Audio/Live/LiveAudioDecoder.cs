using System.Runtime.CompilerServices;

namespace Hansard.Engine.Audio.Live;

/// <summary>
/// Decodes sound that arrives as bytes to 16 kHz mono, while it arrives: containers with ffmpeg as a process of its own, raw samples here.
/// </summary>
/// <remarks>One task writes, and one reads. The sound may be cut into pieces anywhere.</remarks>
public sealed class LiveAudioDecoder : IAsyncDisposable
{
    private readonly LiveAudioFormat _format;
    private readonly ILiveDecoding _decoding;
    private long _written;
    private long _samples;

    /// <summary>Waits for bytes.</summary>
    /// <param name="format">Their format.</param>
    /// <param name="options">Limits; null: the usual ones.</param>
    public LiveAudioDecoder(LiveAudioFormat format, FfmpegOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(format);
        _format = format;
        _decoding = format.Encoding is { } encoding
            ? new RawDecoding(encoding, format.Rate, format.Channels)
            : new ContainerDecoding(options ?? new FfmpegOptions());
    }

    /// <summary>The length of the sound that was decoded.</summary>
    public TimeSpan Decoded => AudioSpecification.Duration(Interlocked.Read(ref _samples));

    /// <summary>The length of the sound that was written; null for a container, whose bytes do not tell it.</summary>
    public TimeSpan? Written
        => _format.BytesPerSecond == 0 ? null : TimeSpan.FromSeconds((double)Interlocked.Read(ref _written) / _format.BytesPerSecond);

    /// <summary>Takes bytes as they arrive. Waits while what came before is not decoded.</summary>
    /// <exception cref="InvalidAudioException">They are in no format that can be decoded while it arrives.</exception>
    /// <exception cref="DecoderUnavailableException">ffmpeg is needed, and is not installed or does not start.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _decoding.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        Interlocked.Add(ref _written, bytes.Length);
    }

    /// <summary>Ends the sound.</summary>
    /// <inheritdoc cref="WriteAsync"/>
    public ValueTask CompleteAsync(CancellationToken cancellationToken) => _decoding.CompleteAsync(cancellationToken);

    /// <summary>Ends the sound though it is broken off: what was decoded of it stands.</summary>
    public void Abandon() => _decoding.Abandon();

    /// <summary>Reads the sound as it is decoded.</summary>
    /// <exception cref="InvalidAudioException">It cannot be decoded.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<float>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var samples in _decoding.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            Interlocked.Add(ref _samples, samples.Length);
            yield return samples;
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _decoding.DisposeAsync();
}
