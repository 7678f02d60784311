namespace Hansard.Engine.Audio.Containers;

/// <summary>A file format that recordings are accepted in.</summary>
/// <param name="Name">What users call it, as in "this MP3 file".</param>
/// <param name="Demuxer">ffmpeg's short name of the one demuxer that may open it.</param>
internal sealed record AudioContainer(string Name, string Demuxer);
