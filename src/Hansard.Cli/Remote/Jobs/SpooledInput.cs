using System.Buffers;
using Hansard.Cli.Remote.Api;
using Hansard.Cli.Transcribe.Input;
using Hansard.Engine.Audio;
using Hansard.Engine.Temporary;
using Microsoft.Win32.SafeHandles;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>A recording that came through a pipe, on the disk: an upload states its length first, and may have to be sent again.</summary>
/// <remarks>The file has no name, so that nobody else opens it, and none is left behind however the command ends.</remarks>
internal sealed class SpooledInput : IDisposable
{
    private const int Piece = 1 << 17;

    private readonly TemporaryFile _file;

    private SpooledInput(TemporaryFile file) => _file = file;

    /// <summary>Bytes that came.</summary>
    public long Size => _file.Content.Length;

    /// <summary>Reads the pipe of a source to its end, once the server has answered.</summary>
    /// <param name="source">The recording.</param>
    /// <param name="api">The server.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops it at once, whether something comes or not.</param>
    /// <returns>Null where the source is no pipe.</returns>
    /// <exception cref="LocalFileException">It cannot be read, or kept; or nothing came.</exception>
    public static async Task<SpooledInput?> OfAsync(
        SubmitSource source, ApiClient api, JobProgress progress, CancellationToken cancellationToken)
    {
        if (source.Pipe is not { } pipe) return null;
        // Whoever sends a gigabyte wants to hear before of a server that is away, or of a wrong key.
        await api.WaitUntilThereAsync(cancellationToken).ConfigureAwait(false);
        SpooledInput? spooled = null;
        try
        {
            spooled = new SpooledInput(Create());
            await spooled.FillAsync(pipe, progress.Receiving, cancellationToken).ConfigureAwait(false);
            return spooled.Size > 0 ? spooled : throw new LocalFileException("The recording is empty: nothing came through.");
        }
        catch
        {
            spooled?.Dispose();
            throw;
        }
    }

    /// <summary>The file, which this object closes.</summary>
    public SafeFileHandle File => _file.Content.SafeFileHandle;

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private static TemporaryFile Create()
    {
        try
        {
            return TemporaryFile.CreateNameless("upload");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NoRoom(e);
        }
    }

    private async Task FillAsync(RecordingInput pipe, Action<long> received, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            var stream = await OpenAsync(pipe, cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                while (await ReadAsync(stream, buffer.AsMemory(0, Piece), cancellationToken).ConfigureAwait(false) is > 0 and var count)
                {
                    await KeepAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                    received(Size);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<Stream> OpenAsync(RecordingInput pipe, CancellationToken cancellationToken)
    {
        try
        {
            return await pipe.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LocalFileException($"The recording cannot be read: {e.Message}");
        }
    }

    private static async Task<int> ReadAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidAudioException e)
        {
            throw new LocalFileException(e.Message); // It does not end.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LocalFileException($"The recording cannot be read: {e.Message}");
        }
    }

    private async Task KeepAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        try
        {
            await _file.Content.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw NoRoom(e);
        }
    }

    private static LocalFileException NoRoom(Exception e)
        => new($"It has to be kept in '{Path.GetTempPath()}' until it is sent, and cannot: {e.Message} TMPDIR names another folder.");
}
