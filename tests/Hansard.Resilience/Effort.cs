using System.Globalization;

namespace Hansard.Resilience;

/// <summary>How often something is done: as often as HANSARD_COUNT says, else as is usual for this form of a test.</summary>
internal static class Effort
{
    /// <summary>The variable that holds the number, for a long form longer than the usual one or for a look at a single case.</summary>
    public const string Variable = "HANSARD_COUNT";

    /// <summary>Gives the number.</summary>
    /// <param name="usual">Where nothing else is asked for.</param>
    public static int Of(int usual)
        => int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted)
            ? wanted
            : usual;
}
