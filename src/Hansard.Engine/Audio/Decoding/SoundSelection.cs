namespace Hansard.Engine.Audio.Decoding;

/// <summary>The part of a recording's sound that is decoded.</summary>
/// <param name="Track">Number of the sound track, from 1 on; null: ffmpeg's choice, the one with the most channels.</param>
/// <param name="Channel">The only channel wanted, from 0 on; null mixes all of them.</param>
internal sealed record SoundSelection(int? Track = null, int? Channel = null)
{
    /// <summary>The sound that a player plays.</summary>
    public static readonly SoundSelection Default = new();
}
