using Hansard.Server.Contract;
using Hansard.Server.Http;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Files;

/// <summary>A part of a multipart form as a stream whose faults can be told from those of the disk it is written to.</summary>
/// <param name="part">The part of the form that is read.</param>
/// <param name="malformed">Made when the form breaks off within this part.</param>
/// <param name="arrived">Called with the number of bytes that have arrived, before they are handed on.</param>
internal sealed class UploadedPart(Stream part, Func<ApiException> malformed, Action<int>? arrived = null) : ForwardOnlyStream
{
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
}
