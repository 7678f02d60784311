using System.Diagnostics;
using System.Net;

namespace Hansard.Bench.Service;

/// <summary>A body of so many bytes that nobody has to hold: one block, over and over.</summary>
internal sealed class RepeatedBytes(long length) : HttpContent
{
    private readonly byte[] _block = new byte[1 << 16];

    /// <summary>Since when all of it is sent, as <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long SentAt { get; private set; }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        Random.Shared.NextBytes(_block);
        for (var left = length; left > 0; left -= _block.Length)
            await stream.WriteAsync(_block.AsMemory(0, (int)Math.Min(left, _block.Length)));
        SentAt = Stopwatch.GetTimestamp();
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }
}
