using Hansard.Server.Contract;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Files;

/// <summary>A part of a multipart form as a stream whose faults can be told from those of the disk it is written to.</summary>
/// <param name="part">The part of the form that is read.</param>
/// <param name="malformed">Made when the form breaks off within this part.</param>
/// <param name="arrived">Called with the number of bytes that have arrived, before they are handed on.</param>
internal sealed class UploadedPart(Stream part, Func<ApiException> malformed, Action<int>? arrived = null) : Stream
{
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
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count;
        try
        {
            count = await part.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw malformed();
        }

        arrived?.Invoke(count);
        return count;
    }

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
}
