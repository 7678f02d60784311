namespace Hansard.Engine.Audio;

/// <summary>The sound of one recording as it is decoded: samples at 16 kHz of all its channels.</summary>
/// <remarks>Read from one thread at a time.</remarks>
internal interface ISoundSource : IAsyncDisposable
{
    /// <summary>
    /// The length that the container states, known from the first sample on; for progress only, since it may be wrong or absent.
    /// </summary>
    TimeSpan? StatedDuration { get; }

    /// <summary>Lists the sound tracks of the file.</summary>
    /// <param name="cancellationToken">Ends decoding.</param>
    Task<IReadOnlyList<SoundTrack>> TracksAsync(CancellationToken cancellationToken);

    /// <summary>Reads as far as the first sample; called once, before any other reading.</summary>
    /// <param name="cancellationToken">Ends decoding.</param>
    /// <returns>How many channels there are; 0 if there is no sound that can be decoded.</returns>
    /// <exception cref="InvalidAudioException">There are more channels than are read.</exception>
    Task<int> BeginAsync(CancellationToken cancellationToken);

    /// <summary>Tells how long after the beginning of the recording's clock the sound begins.</summary>
    /// <param name="cancellationToken">Ends decoding.</param>
    Task<TimeSpan> LateAsync(CancellationToken cancellationToken);

    /// <summary>Reads samples until the buffer is full, or the recording ends.</summary>
    /// <param name="samples">For a whole number of moments; filled moment by moment, each with a sample of every channel.</param>
    /// <param name="cancellationToken">Ends decoding.</param>
    /// <returns>Samples read: fewer than asked for only at the end.</returns>
    ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken);

    /// <summary>Decides, when there are no more samples, whether that is the end of the recording.</summary>
    /// <param name="isEmpty">Indicates whether there was not a single sample.</param>
    /// <param name="cancellationToken">That of the read which found the end.</param>
    /// <exception cref="InvalidAudioException">The recording is not, or not wholly, decoded.</exception>
    /// <exception cref="DecoderUnavailableException">The decoder does not start, or somebody else has ended it.</exception>
    Task CheckEndAsync(bool isEmpty, CancellationToken cancellationToken);

    /// <summary>Tells what a transcript lacks for reasons that lie in the file.</summary>
    /// <param name="decoded">How much sound there was, all of which has been read.</param>
    IReadOnlyList<string> Warnings(TimeSpan decoded);

    /// <summary>Ends decoding, since nobody will read on.</summary>
    void Stop();
}
