namespace Hansard.Engine.Audio;

/// <summary>A recording as a forward-only stream of 16 kHz mono samples, decoded while it is read.</summary>
public interface IAudioReader : IAsyncDisposable
{
    /// <summary>
    /// The length that the recording's container states; null if it states none, or there is none. For progress only, since it may be
    /// wrong.
    /// </summary>
    TimeSpan? StatedDuration => null;

    /// <summary>Sentences on what the recording lacks for reasons that lie in its file; known when it has been read to its end.</summary>
    IReadOnlyList<string> Warnings => [];

    /// <summary>Reads the next samples.</summary>
    /// <param name="samples">Filled from its start; values in [-1, 1], always finite.</param>
    /// <param name="cancellationToken">Stops the decoder.</param>
    /// <returns>How many samples were written: less than asked for only at the end, and 0 after it.</returns>
    /// <exception cref="InvalidAudioException">The recording cannot be decoded, or is longer than allowed.</exception>
    ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken);
}
