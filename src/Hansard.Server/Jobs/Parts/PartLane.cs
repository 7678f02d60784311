namespace Hansard.Server.Jobs.Parts;

/// <summary>
/// The name that stands for a model where parts are scheduled: with the version of the program, as only the same version gives the same
/// text, and workers of another one neither ask for such a name nor are given it.
/// </summary>
internal static class PartLane
{
    /// <summary>Stands in no name of a model.</summary>
    public const string Separator = "\n";

    /// <summary>The name.</summary>
    public static string Of(string model, string version) => model + Separator + version;

    /// <summary>Tells whether a name is that of a lane, and not of a model.</summary>
    public static bool Is(string name) => name.Contains(Separator, StringComparison.Ordinal);

    /// <summary>The model of a lane, or the name itself where it is a model's.</summary>
    public static string ModelOf(string name) => name.Split(Separator, 2)[0];
}
