using System.Buffers;
using System.IO.Pipelines;

namespace Hansard.Server.Http;

/// <summary>Writes to a connection; after <see cref="AnswerLast"/>, nothing that Kestrel writes goes out any more.</summary>
/// <param name="inner">The transport's.</param>
internal sealed class ResponseWriter(PipeWriter inner) : PipeWriter
{
    // As much as Kestrel takes for a block of its own (its slabs have blocks of 4 KiB).
    private const int ScratchSize = 1 << 12;

    private byte[]? _scratch;

    /// <inheritdoc />
    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    /// <inheritdoc />
    public override long UnflushedBytes => inner.UnflushedBytes;

    /// <summary>Sends something in the place of all that would follow; the next flush takes it along.</summary>
    public void AnswerLast(ReadOnlySpan<byte> answer)
    {
        if (_scratch is not null) return;
        inner.Write(answer);
        _scratch = new byte[ScratchSize];
    }

    /// <inheritdoc />
    public override void Advance(int bytes)
    {
        if (_scratch is null) inner.Advance(bytes);
    }

    /// <inheritdoc />
    public override Memory<byte> GetMemory(int sizeHint = 0) => _scratch is null ? inner.GetMemory(sizeHint) : Scratch(sizeHint);

    /// <inheritdoc />
    public override Span<byte> GetSpan(int sizeHint = 0) => _scratch is null ? inner.GetSpan(sizeHint) : Scratch(sizeHint);

    /// <inheritdoc />
    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
        => _scratch is null ? inner.WriteAsync(source, cancellationToken) : inner.FlushAsync(cancellationToken);

    /// <inheritdoc />
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

    /// <inheritdoc />
    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    /// <inheritdoc />
    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    /// <inheritdoc />
    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private byte[] Scratch(int size) => size <= _scratch!.Length ? _scratch : _scratch = new byte[size];
}
