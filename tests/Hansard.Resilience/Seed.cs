using System.Globalization;

namespace Hansard.Resilience;

/// <summary>Chance that can be had again: every run says its seed, and HANSARD_SEED replays it.</summary>
internal static class Seed
{
    /// <summary>The variable that holds the seed of a run that is to be had again.</summary>
    public const string Variable = "HANSARD_SEED";

    /// <summary>Gives the seed of this run.</summary>
    /// <param name="usual">That of the short form, so that what passes once passes again; null: another every time.</param>
    public static int Of(int? usual)
        => int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted)
            ? wanted
            : usual ?? (Environment.TickCount & 0xFFFFFF);
}
