using Hansard.Server.Configuration;
using Hansard.Server.Models;

namespace Hansard.Server.Doors.Wyoming;

/// <summary>
/// Writes the event <c>info</c>, by which clients know what the server can do. No field may be null: the package fails then.
/// </summary>
/// <param name="current">The models.</param>
/// <param name="options">Of the server.</param>
internal sealed class WyomingInfo(CurrentModels current, HansardServerOptions options)
{
    /// <summary>Name of the program, which Home Assistant shows.</summary>
    public const string Name = "hansard";

    /// <summary>Its fields.</summary>
    public object Write()
    {
        // Home Assistant offers the languages of all models.
        var attribution = new { name = "Hansard", url = options.PublicAddress?.ToString() ?? "" };
        var program = new
        {
            name = Name,
            attribution,
            installed = true,
            description = "Speech to text",
            version = ServerVersion.Current,
            supports_transcript_streaming = true,

            // True: who sends the sound finds its end.
            requires_external_vad = true,
            models = current.Models.Models.Select(model => new
            {
                name = model.Id,
                attribution,
                installed = true,
                description = model.Id,
                version = ServerVersion.Current,
                languages = model.Languages.Keys.Order(StringComparer.Ordinal).ToArray(),
            }).ToArray(),
        };
        object[] none = [];
        return new { asr = new[] { program }, tts = none, handle = none, intent = none, wake = none, mic = none, snd = none };
    }
}
