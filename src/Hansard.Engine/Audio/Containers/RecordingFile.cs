namespace Hansard.Engine.Audio.Containers;

/// <summary>A file as its first bytes describe it.</summary>
/// <param name="Container">Its format.</param>
/// <param name="Wave">Its header, if it is a WAV file.</param>
/// <param name="IsCutOff">Indicates whether the file is known to be shorter than it states.</param>
internal sealed record RecordingFile(AudioContainer Container, WaveFile? Wave, bool IsCutOff);
