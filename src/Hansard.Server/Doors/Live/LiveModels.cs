using System.Text.RegularExpressions;
using Hansard.Server.Models;

namespace Hansard.Server.Doors.Live;

/// <summary>The models by the names of live clients, which are other names for the default model.</summary>
internal sealed partial class LiveModels(CurrentModels current) : ILiveModelNames
{
    /// <summary>Names that are listed.</summary>
    public static readonly string[] Listed = ["stt-rt-v6", "stt-rt-v5", "stt-rt-v4", "stt-rt-preview"];

    /// <inheritdoc />
    IReadOnlyList<string> ILiveModelNames.Listed => Listed;

    /// <summary>The model of a name that the list has, or that clients know; null where there is none.</summary>
    public ServedModel? Find(string name)
    {
        var models = current.Models;
        return models.Own(name) ?? (Name().IsMatch(name) ? models.Default : null);
    }

    /// <summary>The own name of the model that is asked for; null: it is another name for the default one.</summary>
    public string? Own(string name) => current.Models.Own(name)?.Id;

    /// <summary>All names, for messages.</summary>
    public string Describe() => string.Join(", ", current.Models.Models.Select(model => model.Id).Concat(Listed));

    [GeneratedRegex(@"^stt-rt(-v[0-9]+)?(-preview(-v[0-9]+)?)?$")]
    private static partial Regex Name();
}
