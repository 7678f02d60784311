namespace Hansard.Engine.Audio;

/// <summary>One of the subtitle tracks of a film.</summary>
/// <param name="Number">From 1 on, among the subtitle tracks in the order of the file.</param>
/// <param name="Language">As the container states it, usually three letters of ISO 639-2; null if it does not.</param>
/// <param name="IsText">Indicates whether it is text, and not pictures of text.</param>
/// <param name="IsForced">Indicates whether it only has the lines in other languages than the film's.</param>
internal sealed record SubtitleTrack(int Number, string? Language, bool IsText, bool IsForced);
