using Hansard.Engine.Audio;

namespace Hansard.Engine.Pipeline;

/// <summary>The sound tracks that are transcribed.</summary>
/// <param name="Tracks">In the order of the file, one at least; null stands for the only one of a recording.</param>
/// <param name="Warnings">Sentences on the others.</param>
internal sealed record ChosenTracks(IReadOnlyList<SoundTrack?> Tracks, IReadOnlyList<string> Warnings);
