using System.Threading.Channels;
using Hansard.Engine;
using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Live;

namespace Hansard.Server.Doors.Streaming;

/// <summary>The sound of a session between its client and the transcriber, with wishes in the order in which they came.</summary>
/// <remarks>One task writes, one decodes (<see cref="DecodeAsync"/>), one reads. Whoever is faster waits.</remarks>
/// <param name="format">Of the sound.</param>
/// <param name="longest">The longest sound.</param>
internal sealed class SessionSound(LiveAudioFormat format, TimeSpan longest) : IAsyncDisposable
{
    /// <summary>Pieces of sound that wait for the transcriber, some seconds: a faster client waits.</summary>
    private const int WaitingPieces = 32;

    // What is still in the decoder when all is to be final: raw samples are counted, containers are waited for.
    private static readonly TimeSpan DecoderDelay = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan DecoderQuiet = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan DecoderPatience = TimeSpan.FromMilliseconds(600);

    private readonly LiveAudioDecoder _decoder = new(format);
    private readonly Channel<LiveInput> _input = Channel.CreateBounded<LiveInput>(WaitingPieces);

    /// <summary>Indicates whether anything waits to be transcribed.</summary>
    public bool IsWaiting => _input.Reader.Count > 0;

    /// <inheritdoc cref="LiveAudioDecoder.WriteAsync"/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        => _decoder.WriteAsync(bytes, cancellationToken);

    /// <inheritdoc cref="LiveAudioDecoder.CompleteAsync"/>
    public ValueTask CompleteAsync(CancellationToken cancellationToken) => _decoder.CompleteAsync(cancellationToken);

    /// <inheritdoc cref="LiveAudioDecoder.Abandon"/>
    public void Abandon() => _decoder.Abandon();

    /// <summary>Puts a wish after the sound that is decoded.</summary>
    public async ValueTask TellAsync(LiveInput wish, CancellationToken cancellationToken)
    {
        try
        {
            await _input.Writer.WriteAsync(wish, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            // The sound could not be decoded: whoever decodes it tells why.
        }
    }

    /// <summary>Waits, for 0.6 s at most, until what was written is decoded.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var (waited, quiet, before) = (TimeSpan.Zero, TimeSpan.Zero, _decoder.Decoded);
        var step = TimeSpan.FromMilliseconds(10);
        while (waited < DecoderPatience)
        {
            if (_decoder.Written is { } written ? _decoder.Decoded >= written - DecoderDelay : quiet >= DecoderQuiet) return;
            await Task.Delay(step, cancellationToken);
            (waited, quiet) = (waited + step, _decoder.Decoded == before ? quiet + step : TimeSpan.Zero);
            before = _decoder.Decoded;
        }
    }

    /// <summary>Decodes until the sound has ended; then there is nothing more to read.</summary>
    /// <exception cref="InvalidAudioException">It cannot be decoded.</exception>
    /// <exception cref="Contract.ApiException">It is longer than allowed.</exception>
    public async Task DecodeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var heard = 0L;
            await foreach (var samples in _decoder.ReadAsync(cancellationToken))
            {
                heard += samples.Length;
                if (AudioSpecification.Duration(heard) > longest) throw LiveErrors.TooLong(longest);
                await _input.Writer.WriteAsync(new LiveInput.Sound(samples), cancellationToken);
            }
        }
        finally
        {
            // Without the fault: what came before it is transcribed, and whoever waits for this task is told.
            _input.Writer.TryComplete();
        }
    }

    /// <summary>Reads sound and wishes for the transcriber.</summary>
    public IAsyncEnumerable<LiveInput> ReadAsync(CancellationToken cancellationToken) => _input.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Ends the decoder.</summary>
    public ValueTask DisposeAsync() => _decoder.DisposeAsync();
}
