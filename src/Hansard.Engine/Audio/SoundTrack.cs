namespace Hansard.Engine.Audio;

/// <summary>One of the sound tracks of a recording.</summary>
/// <param name="Number">From 1 on, among the sound tracks in the order of the file.</param>
/// <param name="Language">As the container states it, usually three letters of ISO 639-2; null if it does not.</param>
/// <param name="Title">Such as "Commentary"; null if there is none.</param>
/// <param name="IsDefault">Indicates whether the container recommends it.</param>
/// <param name="IsDecodable">Indicates whether there is anything to decode.</param>
internal sealed record SoundTrack(int Number, string? Language, string? Title, bool IsDefault, bool IsDecodable);
