namespace Hansard.Resilience.PowerCuts;

/// <summary>A file or folder that gets a name, loses it, or changes it.</summary>
/// <param name="From">The name that goes; null: none.</param>
/// <param name="To">The name that comes, in place of what has it; null: none.</param>
/// <param name="File">The file; null for a folder.</param>
internal sealed record NameChange(string? From, string? To, SimulatedFile? File)
{
    /// <summary>Makes the change, for all that is in a folder too.</summary>
    public void Do(Dictionary<string, SimulatedFile?> names)
    {
        if (From is not null)
        {
            names.Remove(From);
            foreach (var inside in names.Keys.Where(name => name.StartsWith($"{From}/", StringComparison.Ordinal)).ToList())
            {
                names.Remove(inside, out var file);
                if (To is not null) names[To + inside[From.Length..]] = file;
            }
        }

        if (To is not null) names[To] = File;
    }

    /// <summary>Tells whether it changes an entry of a folder.</summary>
    public bool IsIn(string folder) => Path.GetDirectoryName(From) == folder || Path.GetDirectoryName(To) == folder;
}
