namespace Hansard.Engine.Transcripts;

/// <summary>Somebody speaking.</summary>
/// <param name="Start">From the start of the recording.</param>
/// <param name="End">After <paramref name="Start"/>.</param>
/// <param name="Speaker">As on the tokens: "1", "2", …</param>
public sealed record SpeakerTurn(TimeSpan Start, TimeSpan End, string Speaker);
