using System.Text.Json.Nodes;

namespace Hansard.Server.Doors.OpenAi.Realtime;

/// <summary>Settings of a session as its client is told them.</summary>
internal static class RealtimeSessionForm
{
    /// <summary>The object in <c>session.created</c> and <c>session.updated</c>.</summary>
    /// <param name="id">By which clients know the session.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="isBeta">True for the form of the beta.</param>
    public static JsonObject Of(string id, RealtimeSettings settings, bool isBeta)
    {
        var include = settings.HasLogprobs ? new JsonArray("item.input_audio_transcription.logprobs") : null;
        var session = new JsonObject { ["id"] = id, ["object"] = "realtime.transcription_session", ["include"] = include };
        if (isBeta)
        {
            session["input_audio_format"] = settings.Encoding switch
            {
                RealtimeSettings.MuLaw => "g711_ulaw",
                RealtimeSettings.ALaw => "g711_alaw",
                _ => "pcm16",
            };
            session["input_audio_transcription"] = Model(settings);
            session["input_audio_noise_reduction"] = Noise(settings);
            session["turn_detection"] = Turns(settings.Turns);
            return session;
        }
        var format = new JsonObject { ["type"] = settings.Encoding };
        if (settings.Encoding == RealtimeSettings.Pcm) format["rate"] = settings.Rate;
        session["type"] = "transcription";
        session["audio"] = new JsonObject
        {
            ["input"] = new JsonObject
            {
                ["format"] = format,
                ["transcription"] = Model(settings),
                ["noise_reduction"] = Noise(settings),
                ["turn_detection"] = Turns(settings.Turns),
            },
        };
        return session;
    }

    private static JsonObject Model(RealtimeSettings settings)
    {
        var model = new JsonObject { ["model"] = settings.Model };
        if (settings.Language is { } language) model["language"] = language;
        if (settings.Prompt is { } prompt) model["prompt"] = prompt;
        if (settings.Keywords.Count > 0) model["keywords"] = RealtimeEvents.Node(settings.Keywords);
        return model;
    }

    private static JsonObject? Noise(RealtimeSettings settings)
        => settings.NoiseReduction is { } type ? new JsonObject { ["type"] = type } : null;

    private static JsonObject? Turns(TurnDetection? turns) => turns switch
    {
        null => null,
        { IsSemantic: true } => new JsonObject { ["type"] = "semantic_vad", ["eagerness"] = turns.Eagerness },
        _ => new JsonObject
        {
            ["type"] = "server_vad",
            ["threshold"] = turns.Threshold,
            ["prefix_padding_ms"] = (int)turns.Padding.TotalMilliseconds,
            ["silence_duration_ms"] = (int)turns.Silence.TotalMilliseconds,
        },
    };
}
