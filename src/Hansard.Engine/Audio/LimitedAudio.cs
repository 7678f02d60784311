namespace Hansard.Engine.Audio;

/// <summary>A recording of which no more than a limit is accepted, counted in samples, so that what a header says has no effect.</summary>
/// <param name="audio">Owned from here on.</param>
/// <param name="limit">A longer recording is an <see cref="InvalidAudioException"/> once this much has been read.</param>
internal sealed class LimitedAudio(IAudioReader audio, TimeSpan limit) : IAudioReader
{
    private readonly long _maximumSamples = (long)(limit.TotalSeconds * AudioSpecification.SampleRate);
    private long _samples;

    /// <inheritdoc />
    public TimeSpan? StatedDuration => audio.StatedDuration;

    /// <inheritdoc />
    public IReadOnlyList<string> Warnings => audio.Warnings;

    /// <inheritdoc />
    public async ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken)
    {
        var count = await audio.ReadAsync(samples, cancellationToken).ConfigureAwait(false);
        _samples += count;
        return _samples <= _maximumSamples ? count : throw InvalidAudioException.TooLong(limit);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => audio.DisposeAsync();
}
