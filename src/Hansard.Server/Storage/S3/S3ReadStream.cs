using Amazon.S3;
using Amazon.S3.Model;

namespace Hansard.Server.Storage.S3;

/// <summary>
/// An object as a stream that can seek: it is had in ranges from where it is read on, and again from there when one breaks off.
/// </summary>
/// <param name="client">Of the bucket's server.</param>
/// <param name="bucket">The bucket.</param>
/// <param name="key">The object's.</param>
/// <param name="length">Its size.</param>
/// <param name="etag">Its version, so that all ranges are of one.</param>
/// <param name="patience">Time for which a range that cannot be had is asked for again.</param>
internal sealed class S3ReadStream(IAmazonS3 client, string bucket, string key, long length, string etag, TimeSpan patience) : Stream
{
    // A player that seeks leaves the rest of a range unread, which costs its connection.
    private const long RangeSize = 8L << 20;

    // A range that brings nothing for so long is had anew.
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(10);

    private GetObjectResponse? _range;
    private long _rangeEnd;
    private long _position;

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => true;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => length;

    /// <inheritdoc />
    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            if (value == _position) return;
            _position = value;
            Release();
        }
    }

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => length + offset,
    };

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= length || buffer.Length == 0) return 0;
        var read = await S3Calls.TryAsync(token => ReadOnceAsync(buffer, token), patience, cancellationToken)
            ?? throw new DamagedObjectException($"The object {key} was removed while it was read.");
        _position += read.Count;
        if (_position >= _rangeEnd) Release();
        return read.Count;
    }

    /// <inheritdoc />
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count)
        => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing) Release();
        base.Dispose(disposing);
    }

    private async Task<Piece> ReadOnceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            _range ??= await AskAsync(cancellationToken);
            using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            stall.CancelAfter(Stall);
            var wanted = (int)Math.Min(buffer.Length, _rangeEnd - _position);
            var count = await _range.ResponseStream.ReadAsync(buffer[..wanted], stall.Token);
            return count > 0 ? new Piece(count) : throw new HttpIOException(HttpRequestError.ResponseEnded, "The range ended early.");
        }
        catch
        {
            Release();
            throw;
        }
    }

    private async Task<GetObjectResponse> AskAsync(CancellationToken cancellationToken)
    {
        _rangeEnd = Math.Min(length, _position + RangeSize);
        var range = await client.GetObjectAsync(
            new GetObjectRequest
            {
                BucketName = bucket,
                Key = key,
                ByteRange = new ByteRange(_position, _rangeEnd - 1),
                EtagToMatch = etag,
            },
            cancellationToken);
        if (range.ContentLength == _rangeEnd - _position) return range;
        range.Dispose();
        throw new DamagedObjectException($"The object {key} answers {range.ContentLength} bytes to a range of {_rangeEnd - _position}.");
    }

    private void Release()
    {
        _range?.Dispose();
        _range = null;
    }

    private sealed record Piece(int Count);
}
