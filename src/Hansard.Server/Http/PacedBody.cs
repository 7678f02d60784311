using System.Buffers;
using System.IO.Pipelines;
using Hansard.Server.Configuration;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hansard.Server.Http;

/// <summary>A request's body that ends with an error when it is too large, or arrives too slowly for too long.</summary>
/// <remarks>
/// Kestrel's own minimum is an average since the first byte: a client that has sent a gigabyte in a minute may then send nothing for weeks.
/// Only time spent waiting for the client counts: how long the server takes for what it has got is not the client's doing.
/// The size is held here and not by Kestrel, which closes the connection on a body that is too large by its own measure: a client that
/// sends all before it reads would then see a broken pipe and not the answer. As it is, Kestrel takes in what still comes for some seconds.
/// </remarks>
internal sealed class PacedBody : ForwardOnlyStream, IHttpMaxRequestBodySizeFeature
{
    // A pause is noticed at most a tenth of the grace late.
    private const int Ticks = 10;

    private readonly PipeReader _reader;
    private readonly SlidingRate _rate;
    private readonly TimeProvider _clock;
    private readonly double _least;
    private readonly TimeSpan _tick;
    private readonly ITimer _timer;
    private readonly long? _length;
    private long _arrived;
    private long _total;
    private long _lastTick;
    private volatile bool _isWaiting;
    private volatile bool _isTooSlow;

    /// <param name="reader">The body.</param>
    /// <param name="length">The length that its header states.</param>
    /// <param name="maximum">The most bytes accepted.</param>
    /// <param name="options">The least speed, and the time for which it may be missed.</param>
    /// <param name="clock">Measures it.</param>
    public PacedBody(PipeReader reader, long? length, long maximum, ConnectionOptions options, TimeProvider clock)
    {
        (_reader, _length, MaxRequestBodySize, _clock) = (reader, length, maximum, clock);
        _least = options.BytesPerSecond;
        _tick = options.SlowGrace / Ticks;
        _rate = new SlidingRate(Ticks * _tick);
        _lastTick = clock.GetTimestamp();
        _timer = clock.CreateTimer(_ => CheckSpeed(), null, _tick, _tick);
    }

    /// <inheritdoc />
    public bool IsReadOnly => false;

    /// <inheritdoc />
    public long? MaxRequestBodySize { get; set; }

    /// <inheritdoc />
    /// <exception cref="BadHttpRequestException">It is too large, too little has arrived for too long, or the client broke off.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_length > MaxRequestBodySize) throw TooLarge();
        var result = await WaitAsync(cancellationToken);
        var count = (int)Math.Min(result.Buffer.Length, buffer.Length);
        result.Buffer.Slice(0, count).CopyTo(buffer.Span);
        _reader.AdvanceTo(result.Buffer.GetPosition(count));
        if (_isTooSlow) throw new BadHttpRequestException("The body arrives too slowly.", StatusCodes.Status408RequestTimeout);
        Interlocked.Add(ref _arrived, count);
        if ((_total += count) > MaxRequestBodySize) throw TooLarge();
        return count;
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        // Waits for a tick under way, which must not touch the next request of the connection.
        await _timer.DisposeAsync();
        await base.DisposeAsync();
    }

    private BadHttpRequestException TooLarge()
        => new($"The body is larger than {MaxRequestBodySize} bytes.", StatusCodes.Status413PayloadTooLarge);

    // A read is cancelled through its reader and not by a token of ours, after which Kestrel could not even read the body to its end.
    private async ValueTask<ReadResult> WaitAsync(CancellationToken cancellationToken)
    {
        _isWaiting = true;
        try
        {
            return await _reader.ReadAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is ConnectionResetException or ConnectionAbortedException)
        {
            // Not to be taken for a fault of the disk, which is an IOException too.
            throw new BadHttpRequestException("The client broke off.", StatusCodes.Status499ClientClosedRequest, exception);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            // Kestrel has no other word for a chunk whose size no number can hold. No disk is read here.
            throw new BadHttpRequestException(exception.Message, StatusCodes.Status400BadRequest, exception);
        }
        finally
        {
            _isWaiting = false;
        }
    }

    private void CheckSpeed()
    {
        // On a machine that has no processor to spare, ticks are late and come together: they are one then.
        if (_clock.GetElapsedTime(Volatile.Read(ref _lastTick)) < _tick / 2) return;
        Volatile.Write(ref _lastTick, _clock.GetTimestamp());
        if (!_isWaiting || _rate.Add(_tick, Interlocked.Exchange(ref _arrived, 0)) >= _least) return;
        _isTooSlow = true;
        _reader.CancelPendingRead();
    }
}
