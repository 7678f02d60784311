using System.Text.Json;
using Hansard.Server.Contract;

namespace Hansard.Server.Doors.Wyoming;

/// <summary>Writes events, whole ones of several tasks, and does not wait for ever for a client that takes nothing.</summary>
/// <param name="stream">Of the connection; not owned.</param>
internal sealed class WyomingWriter(Stream stream) : IDisposable
{
    // Of the package whose protocol this is.
    private const string ProtocolVersion = "1.10.2";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1);

    /// <param name="type">Name of the event.</param>
    /// <param name="data">Its fields; null for none.</param>
    /// <param name="cancellationToken">Gives up, which breaks the connection.</param>
    /// <exception cref="IOException">The connection is lost, or the client takes nothing any more.</exception>
    public async Task SendAsync(string type, object? data, CancellationToken cancellationToken)
    {
        var body = data is null ? [] : JsonSerializer.SerializeToUtf8Bytes(data, data.GetType(), JsonSettings.Stored);
        var header = body.Length == 0
            ? JsonSerializer.SerializeToUtf8Bytes(new { type, version = ProtocolVersion }, JsonSettings.Stored)
            : JsonSerializer.SerializeToUtf8Bytes(new { type, version = ProtocolVersion, data_length = body.Length }, JsonSettings.Stored);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Longest);
        try
        {
            await _turn.WaitAsync(timeout.Token);
            try
            {
                await stream.WriteAsync((byte[])[.. header, (byte)'\n', .. body], timeout.Token);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("The client takes nothing any more.");
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();
}
