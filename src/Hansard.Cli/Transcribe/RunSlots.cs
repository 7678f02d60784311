namespace Hansard.Cli.Transcribe;

/// <summary>Decides how many recordings are transcribed at once.</summary>
/// <remarks>
/// A long recording keeps a thread busy by itself. Of short ones, which are one window each, as many go at once as are decoded together:
/// else every step of the decoder would serve a single window.
/// </remarks>
/// <param name="threads">Threads that compute.</param>
internal sealed class RunSlots(int threads) : IDisposable
{
    /// <summary>Short recordings in the place of a long one: as many windows as are decoded together.</summary>
    private const int ShortOnes = 4;

    /// <summary>Bytes of a short recording at most: half a minute of WAV, two minutes of MP3.</summary>
    private const long ShortBytes = 1 << 20;

    private readonly SemaphoreSlim _free = new(ShortOnes * threads);

    // One enters at a time: two that each hold a part of what they need would wait for each other.
    private readonly SemaphoreSlim _entering = new(1);

    /// <summary>Waits until a recording may be transcribed.</summary>
    /// <param name="bytes">Length of its file; null if it is not known.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What gives its place free again when it is disposed of.</returns>
    public async Task<IDisposable> EnterAsync(long? bytes, CancellationToken cancellationToken)
    {
        var places = bytes <= ShortBytes ? 1 : ShortOnes;
        var taken = 0;
        await _entering.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (; taken < places; taken++) await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
            return new Places(_free, places);
        }
        catch
        {
            if (taken > 0) _free.Release(taken);
            throw;
        }
        finally
        {
            _entering.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _free.Dispose();
        _entering.Dispose();
    }

    private sealed class Places(SemaphoreSlim free, int count) : IDisposable
    {
        public void Dispose() => free.Release(count);
    }
}
