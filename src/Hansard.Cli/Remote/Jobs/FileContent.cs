using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Win32.SafeHandles;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>The content of a file on its way to a server: read piece by piece, and watched for changes.</summary>
internal sealed class FileContent : HttpContent
{
    private const int Piece = 1 << 17;

    // A link that takes nothing for so long is dead.
    private static readonly TimeSpan LongestStall = TimeSpan.FromSeconds(90);

    private readonly LocalFile _file;
    private readonly Action<long> _sent;

    /// <param name="file">The file.</param>
    /// <param name="sent">Told how many bytes have gone out.</param>
    public FileContent(LocalFile file, Action<long> sent)
    {
        (_file, _sent) = (file, sent);
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    }

    /// <inheritdoc />
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc />
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            using var opened = _file.Spool is null ? Open() : null;
            var file = opened ?? _file.Spool!.File;
            var sent = 0L;
            _sent(0);
            while (await ReadAsync(file, buffer, sent, cancellationToken).ConfigureAwait(false) is > 0 and var length)
            {
                sent += length;
                if (sent > _file.Size) throw Changed(); // The length has been announced.
                await SendAsync(stream, buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
                _sent(sent);
            }
            if (sent != _file.Size || !_file.IsUnchanged()) throw Changed();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc />
    protected override bool TryComputeLength(out long length)
    {
        length = _file.Size;
        return true;
    }

    private SafeFileHandle Open()
    {
        try
        {
            return File.OpenHandle(
                _file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete,
                FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (UnauthorizedAccessException)
        {
            throw new LocalFileException("The file may not be read: check its permissions.");
        }
        catch (IOException e)
        {
            throw new LocalFileException($"The file cannot be read: {FileFault.Reason(e, _file.Path)}");
        }
    }

    // Otherwise a disk that fails would be taken for a network that does.
    private async Task<int> ReadAsync(SafeFileHandle file, byte[] buffer, long from, CancellationToken cancellationToken)
    {
        try
        {
            return await RandomAccess.ReadAsync(file, buffer.AsMemory(0, Piece), from, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new LocalFileException($"The file cannot be read: {FileFault.Reason(e, _file.Path)}");
        }
    }

    private static async Task SendAsync(Stream stream, ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(LongestStall);
        try
        {
            await stream.WriteAsync(piece, stall.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("nothing has got through for a while", e);
        }
    }

    private static LocalFileException Changed()
        => new("The file changed while it was read: run the command again when nothing writes to it.");
}
