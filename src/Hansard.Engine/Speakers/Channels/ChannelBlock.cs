namespace Hansard.Engine.Speakers.Channels;

/// <summary>Levels and likeness of two channels in half a second.</summary>
/// <param name="LevelDifference">Level of the first over that of the second, dB.</param>
/// <param name="Correlation">
/// Highest normalised cross-correlation over lags of up to 8 ms, 0 to 1: one scene heard by two microphones is alike.
/// </param>
/// <param name="FirstSpeaks">Whether there is speech on the first.</param>
/// <param name="SecondSpeaks">Whether there is speech on the second.</param>
internal readonly record struct ChannelBlock(double LevelDifference, double Correlation, bool FirstSpeaks, bool SecondSpeaks);
