using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Hansard.Server.Storage.Objects;

namespace Hansard.Server.Storage.S3;

/// <summary>A part of an upload on this machine's disk until the bucket has it, so that it can be sent again and takes no memory.</summary>
/// <param name="path">A new file, gone when this is disposed of.</param>
internal sealed class SpooledPart(string path) : IAsyncDisposable
{
    private const int BufferSize = 1 << 17;

    private readonly FileStream _file = PrivateFile.Open(
        path, FileMode.CreateNew, FileAccess.ReadWrite, options: FileOptions.Asynchronous | FileOptions.DeleteOnClose);

    /// <summary>Its bytes, from the first on.</summary>
    public Stream Content
    {
        get
        {
            _file.Position = 0;
            return _file;
        }
    }

    /// <summary>Number of its bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Their MD5 in Base64, as the header Content-MD5 has it.</summary>
    public string Md5 { get; private set; } = "";

    /// <summary>Reads it anew.</summary>
    /// <param name="content">Read to its end, or to the length.</param>
    /// <param name="length">The most bytes.</param>
    /// <param name="whole">Given all bytes.</param>
    /// <param name="goesOn">Told after each piece.</param>
    /// <param name="cancellationToken">Stops.</param>
    [SuppressMessage("Security", "CA5351", Justification = "Every server checks Content-MD5, which guards against the wire alone.")]
    public async Task FillAsync(Stream content, long length, IncrementalHash whole, GoingOn goesOn, CancellationToken cancellationToken)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            _file.SetLength(0);
            Length = 0;
            while (Length < length)
            {
                var wanted = (int)Math.Min(BufferSize, length - Length);
                var count = await content.ReadAtLeastAsync(
                    buffer.AsMemory(0, wanted), wanted, throwOnEndOfStream: false, cancellationToken);
                if (count == 0) break;
                whole.AppendData(buffer, 0, count);
                md5.AppendData(buffer, 0, count);
                await _file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                Length += count;
                await goesOn.TellAsync();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        Md5 = Convert.ToBase64String(md5.GetHashAndReset());
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
