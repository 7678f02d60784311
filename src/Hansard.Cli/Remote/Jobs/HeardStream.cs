using Hansard.Server.Http;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>Reads a stream, and tells whenever something came.</summary>
/// <param name="inner">The stream, which stays its owner's.</param>
/// <param name="heard">Told before every read, of which each but the first follows one that brought something.</param>
internal sealed class HeardStream(Stream inner, Action heard) : ForwardOnlyStream
{
    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        heard();
        return await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
    }
}
