namespace Hansard.Engine.Audio;

/// <summary>
/// Sound that arrives in pieces of any length, from a microphone or a connection, as a recording that is read while it goes on.
/// </summary>
/// <remarks>
/// Not safe for concurrent reads. Samples that are not finite are taken for silence, and those beyond [-1, 1] are cut off.
/// </remarks>
/// <param name="pieces">
/// 16 kHz mono; the end is the end of the recording. A piece may be reused by its owner when the next one is asked for.
/// </param>
public sealed class SampleAudioReader(IAsyncEnumerable<ReadOnlyMemory<float>> pieces) : IAudioReader
{
    private IAsyncEnumerator<ReadOnlyMemory<float>>? _reader;
    private ReadOnlyMemory<float> _rest;
    private bool _ended;

    /// <inheritdoc />
    /// <remarks>
    /// Waits until the buffer is full or the sound has ended. The token of the first read is the one that the pieces are enumerated with.
    /// </remarks>
    public async ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken)
    {
        _reader ??= pieces.GetAsyncEnumerator(cancellationToken);
        var written = 0;
        while (written < samples.Length)
        {
            if (_rest.IsEmpty)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (_ended || !await _reader.MoveNextAsync().ConfigureAwait(false))
                {
                    _ended = true;
                    break;
                }
                _rest = _reader.Current;
            }

            var count = Math.Min(_rest.Length, samples.Length - written);
            var to = samples.Span.Slice(written, count);
            for (var i = 0; i < count; i++) to[i] = float.IsFinite(_rest.Span[i]) ? Math.Clamp(_rest.Span[i], -1, 1) : 0;
            _rest = _rest[count..];
            written += count;
        }
        return written;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _reader?.DisposeAsync() ?? ValueTask.CompletedTask;
}
