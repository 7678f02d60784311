using System.Text.RegularExpressions;

namespace Hansard.Engine.Models;

/// <summary>The name of a model on a hub such as Hugging Face's: <c>hf:OWNER/NAME</c>, or with <c>@REVISION</c> behind it.</summary>
/// <param name="Owner">The owner.</param>
/// <param name="Name">The owner's name for it.</param>
/// <param name="Revision">A branch, a tag or a commit.</param>
internal sealed partial record HubModelName(string Owner, string Name, string Revision)
{
    /// <summary>Begins such names.</summary>
    public const string Prefix = "hf:";

    // A hub's names have no two hyphens behind each other.
    private const string Separator = "--";
    private const string UsualRevision = "main";

    /// <summary>The name of the model's folder, by which it is called from then on.</summary>
    public string FolderName => $"{Owner}{Separator}{Name}";

    /// <summary>Reads a name.</summary>
    /// <returns>Null if it is none.</returns>
    public static HubModelName? Parse(string name)
    {
        var match = Pattern().Match(name);
        if (!match.Success) return null;
        var revision = match.Groups["revision"];
        return new HubModelName(match.Groups["owner"].Value, match.Groups["name"].Value, revision.Success ? revision.Value : UsualRevision);
    }

    /// <inheritdoc />
    public override string ToString() => $"{Prefix}{Owner}/{Name}{(Revision == UsualRevision ? "" : $"@{Revision}")}";

    [GeneratedRegex(
        @"\Ahf:(?<owner>[A-Za-z0-9][A-Za-z0-9._-]{0,95})/(?<name>[A-Za-z0-9][A-Za-z0-9._-]{0,95})"
        + @"(@(?<revision>[A-Za-z0-9][A-Za-z0-9._/-]{0,199}))?\z")]
    private static partial Regex Pattern();
}
