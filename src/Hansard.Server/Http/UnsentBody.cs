using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Http;

/// <summary>The rest of a body whose request has been answered already.</summary>
/// <remarks>
/// Most clients read the answer when they have sent everything. Kestrel reads for five seconds more and closes then, by which a large
/// recording on its way would meet a broken connection, and its sender never learn after what time to send it again.
/// </remarks>
internal static class UnsentBody
{
    /// <summary>200 MB at 30 Mbit/s. The connection is idle meanwhile: it gives way to others that need its place.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>Whoever waits for the answer before more is sent has it by then.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private const int BufferSize = 64 << 10;

    /// <summary>Sends the answer to its end, and reads what the client still sends, for a while.</summary>
    /// <param name="context">With an answer that is written.</param>
    /// <param name="stopping">The server stops.</param>
    public static async Task TakeAsync(HttpContext context, CancellationToken stopping)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        late.CancelAfter(Longest);
        using var silent = CancellationTokenSource.CreateLinkedTokenSource(late.Token);
        try
        {
            await context.Response.CompleteAsync();
            do silent.CancelAfter(LongestPause);
            while (await context.Request.Body.ReadAsync(buffer, silent.Token) > 0);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client has gone, or takes too long.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
