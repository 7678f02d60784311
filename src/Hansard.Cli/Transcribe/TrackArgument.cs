using Hansard.Cli.Usage;
using Hansard.Engine.Pipeline;

namespace Hansard.Cli.Transcribe;

/// <summary>Reads <c>--track</c>.</summary>
internal static class TrackArgument
{
    /// <param name="track">Number or language of a sound track, or all of them; null: the best.</param>
    /// <exception cref="UsageException">It is neither.</exception>
    public static string? Read(string? track)
        => track is null || TrackName.IsPossible(track)
            ? track
            : throw new UsageException(
                $"--track takes the number of a sound track, from 1 on, its language, such as en, or all, not '{track}'.");
}
