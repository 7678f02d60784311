namespace Hansard.Engine.Transcripts;

/// <summary>A sound track of a recording that has several.</summary>
/// <param name="Number">From 1 on, among the sound tracks in the order of the file; as on the tokens.</param>
/// <param name="Language">
/// The language that the container states, ISO 639-1 where there is a code, which need not be the one spoken; null if it states none.
/// </param>
/// <param name="Title">Such as "Commentary"; null if there is none.</param>
public sealed record TranscriptTrack(int Number, string? Language, string? Title)
{
    /// <summary>Number, and what else the container says of it: "2 (es, Commentary)".</summary>
    public string Name => string.Join(", ", new[] { Language, Title }.OfType<string>()) is { Length: > 0 } details
        ? $"{Number} ({details})"
        : $"{Number}";
}
