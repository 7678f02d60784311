using System.Net.Sockets;
using Hansard.Server.Configuration;
using Hansard.Server.Http;

namespace Hansard.Server.Fetching;

/// <summary>
/// The body of a recording's download: ends with it, or with an <see cref="AudioFetchException"/> that says what is wrong.
/// </summary>
/// <param name="response">The answer whose body it is; disposed of with this.</param>
/// <param name="body">Its body.</param>
/// <param name="source">The URL that answered, and how much is accepted.</param>
/// <param name="total">Cancelled when all of the download has taken too long; disposed of with this.</param>
/// <param name="options">Limits of time and speed.</param>
/// <param name="time">Measures it.</param>
internal sealed class FetchedAudio(
    HttpResponseMessage response,
    Stream body,
    AudioSource source,
    CancellationTokenSource total,
    FetchOptions options,
    TimeProvider time) : ForwardOnlyStream
{
    private readonly SlidingRate _rate = new(options.SlowGrace);
    private readonly byte[] _head = new byte[WebPage.HeadLength];
    private long _written;

    /// <inheritdoc />
    public override long Position
    {
        get => _written;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0) return 0;

        // Only waiting counts against the sender: what our own disk takes between two reads does not.
        var started = time.GetTimestamp();
        var read = await ReadBodyAsync(buffer, cancellationToken);
        if (read == 0 && _written == 0)
            throw new AudioFetchException($"{source.Url.IdnHost} answered with an empty body instead of a recording.");
        if (read == 0) return 0;
        CheckHead(buffer.Span[..read]);
        _written += read;
        if (_written > source.MaximumBytes) throw FetchFaults.TooLarge(source.Url, source.MaximumBytes);
        if (_rate.Add(time.GetElapsedTime(started), read) < options.BytesPerSecond) throw FetchFaults.TooSlow(source.Url, options);
        source.Arrived?.Invoke(read);
        return read;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
            response.Dispose();
            total.Dispose();
        }

        base.Dispose(disposing);
    }

    // Content tells, and not its type: many servers have one type for everything.
    private void CheckHead(ReadOnlySpan<byte> arrived)
    {
        if (_written >= _head.Length) return;
        var room = _head.AsSpan((int)_written);
        arrived = arrived[..Math.Min(arrived.Length, room.Length)];
        arrived.CopyTo(room);
        if (WebPage.IsPage(_head.AsSpan(0, (int)_written + arrived.Length))) throw FetchFaults.IsWebPage(source.Url);
    }

    private async ValueTask<int> ReadBodyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.IdleTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, total.Token, cancellationToken);
        try
        {
            return await body.ReadAsync(buffer, linked.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw total.IsCancellationRequested ? FetchFaults.TimedOut(source.Url, options) : FetchFaults.Idle(source.Url);
        }
        catch (HttpRequestException exception)
        {
            // Trailers are parsed as headers are.
            throw FetchFaults.Malformed(source.Url, exception);
        }
        catch (HttpIOException exception) when (FetchFaults.IsMalformed(exception.HttpRequestError))
        {
            throw FetchFaults.Malformed(source.Url, exception);
        }
        catch (IOException exception) when (exception is HttpIOException || exception.InnerException is SocketException)
        {
            throw new AudioFetchException(
                $"The connection to {source.Url.IdnHost} broke after {_written} bytes: try again.", isTransient: true, exception);
        }
        catch (InvalidDataException exception)
        {
            throw new AudioFetchException(
                $"{source.Url.IdnHost} sent a body that is not what its Content-Encoding says.", innerException: exception);
        }
    }
}
