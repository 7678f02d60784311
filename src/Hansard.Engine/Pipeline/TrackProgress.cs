namespace Hansard.Engine.Pipeline;

/// <summary>Reports of a recording whose sound tracks are transcribed one after the other, as if it was gone through once.</summary>
/// <remarks>Never called by two at once, as a track's reports are not.</remarks>
/// <param name="receiver">Receives the reports; null for nobody.</param>
/// <param name="tracks">Number of tracks.</param>
internal sealed class TrackProgress(IProgress<TranscriptionProgress>? receiver, int tracks) : IProgress<TranscriptionProgress>
{
    private TimeSpan _before;
    private int _track;

    /// <summary>A track begins.</summary>
    /// <param name="track">Its number.</param>
    public void Begin(int track) => _track = track;

    /// <summary>A track has been transcribed.</summary>
    /// <param name="duration">Its length.</param>
    public void End(TimeSpan duration) => _before += duration / tracks;

    /// <inheritdoc />
    public void Report(TranscriptionProgress value) => receiver?.Report(value with
    {
        Transcribed = _before + value.Transcribed / tracks,
        Decoded = _before + value.Decoded / tracks,
        NewTokens = [.. value.NewTokens.Select(token => token with { Track = _track })],
    });
}
