using System.Text.RegularExpressions;
using Hansard.Server.Contract;
using Hansard.Server.Models;

namespace Hansard.Server.Doors.OpenAi;

/// <summary>The models by the names of OpenAI's API, which are other names for the default model.</summary>
internal sealed partial class OpenAiModels(CurrentModels current, TimeProvider clock) : IModelObjects
{
    // What clients choose from, or send unasked; newer ones and dated ones are known by their pattern.
    private static readonly string[] Listed =
        ["whisper-1", "gpt-4o-transcribe", "gpt-4o-mini-transcribe", "gpt-4o-transcribe-diarize", "gpt-transcribe"];

    private readonly long _since = clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The name of clients that send none.</summary>
    public static string Usual => Listed[0];

    /// <inheritdoc />
    public IReadOnlyList<ModelObjectResponse> List()
    {
        var models = current.Models;
        return
        [
            .. models.Models.Select(model => model.Id).Concat(Listed.Where(name => models.Own(name) is null)).Select(Of),
        ];
    }

    /// <summary>The model of a name that the list has, or that newer clients know.</summary>
    /// <returns>Null where there is none.</returns>
    public ModelObjectResponse? Find(string name) => Resolve(name) is null ? null : Of(name);

    /// <summary>The model that a request names.</summary>
    /// <returns>Null where there is none.</returns>
    public ServedModel? Resolve(string name)
    {
        var models = current.Models;
        return models.Find(name) ?? (HostedName().IsMatch(name) ? models.Default : null);
    }

    /// <summary>The own name of the model that a request names; null: it is another name for the default one.</summary>
    public string? Own(string name) => current.Models.Own(name)?.Id;

    /// <summary>The fault of a name that nothing has.</summary>
    public ApiException Unknown(string name)
    {
        var message = $"The model '{name}' does not exist on this server; it has: {string.Join(", ", List().Select(model => model.Id))}.";
        return new ApiException(404, "model_not_found", message, [new("invalid_value", "model", message)]);
    }

    private ModelObjectResponse Of(string name) => new(name, _since);

    // whisper and whisper-1, gpt-4o-transcribe, gpt-4o-mini-transcribe-2025-12-15, gpt-transcribe, gpt-realtime-whisper: not
    // whisper-large-v3, which is a model.
    [GeneratedRegex(@"^(whisper(-[0-9]+)?|gpt-realtime-whisper|gpt-([a-z0-9.]+-)*transcribe(-[a-z0-9-]+)?)$")]
    private static partial Regex HostedName();
}
