namespace Hansard.Engine.Speakers.Clustering;

/// <summary>Bounds of the number of speakers of a recording.</summary>
/// <param name="Minimum">At least 1.</param>
/// <param name="Maximum">At least <paramref name="Minimum"/>.</param>
internal sealed record SpeakerLimits(int Minimum, int Maximum)
{
    /// <summary>Speakers that are found at most: the 15 that are promised, and some that doubt may add.</summary>
    public const int MostFound = 20;

    /// <summary>No limits but that of what is found at most.</summary>
    public static readonly SpeakerLimits None = new(1, MostFound);
}
