using System.Globalization;
using System.Text.RegularExpressions;
using Hansard.Engine.Transcripts.Import;
using Hansard.Server.KnownSpeakers;

namespace Hansard.Server.Revisions;

/// <summary>Speakers of a text that was brought in, by the names that it has for them.</summary>
/// <param name="Labels">As on tokens, by name.</param>
/// <param name="Names">Of the revision, by label.</param>
internal sealed partial record ImportedSpeakers(IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Names)
{
    private const int Most = 100;

    /// <summary>Gives labels: those that the transcript has under a name, and new ones to others.</summary>
    /// <param name="passages">The text.</param>
    /// <param name="known">Names of the transcript by label.</param>
    /// <param name="labels">All labels of the transcript.</param>
    /// <exception cref="TextImportException">A name is none, or there are too many.</exception>
    public static ImportedSpeakers Of(
        IReadOnlyList<ImportedPassage> passages, IReadOnlyDictionary<string, string> known, IEnumerable<string> labels)
    {
        var isComplete = passages.All(passage => passage.Speaker is not null);
        // Where the text says of every word who says it, nobody is left of those before.
        Dictionary<string, string> names = isComplete ? [] : new(known);
        HashSet<string> taken = [.. isComplete ? [] : labels, .. names.Keys];
        var speakers = new Dictionary<string, string>(StringComparer.Ordinal);
        List<string> strangers = [];
        foreach (var name in Distinct(passages))
        {
            // As exports call those who have no name.
            if (Numbered().Match(name) is { Success: true } number) speakers[name] = number.Groups[1].Value;
            else if (known.FirstOrDefault(entry => IsSame(entry.Value, name)).Key is { } label && !speakers.ContainsValue(label))
                (speakers[name], names[label]) = (label, name);
            else strangers.Add(name);
        }
        taken.UnionWith(speakers.Values);
        var next = 1;
        foreach (var name in strangers)
        {
            while (!taken.Add(Label(next))) next++;
            (speakers[name], names[Label(next)]) = (Label(next), name);
        }
        return new ImportedSpeakers(speakers, names);
    }

    private static IEnumerable<string> Distinct(IReadOnlyList<ImportedPassage> passages)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var passage in passages)
        {
            if (passage.Speaker is not { } name || !seen.Add(name)) continue;
            if (seen.Count > Most)
                throw new TextImportException(passage.Line, $"There are more than {Most} speakers: '{Cut(name)}' is another.");
            if (PersonName.Fault(name) is { } fault) throw new TextImportException(passage.Line, fault);
            yield return name;
        }
    }

    private static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string Label(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Cut(string name) => name.Length > 80 ? name[..80] : name;

    [GeneratedRegex(@"^Speaker ([1-9][0-9]{0,2})$", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
