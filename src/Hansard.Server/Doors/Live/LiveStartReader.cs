using System.Text.Json;
using Hansard.Engine;
using Hansard.Engine.Audio.Live;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;
using Hansard.Server.Transcriptions;

namespace Hansard.Server.Doors.Live;

/// <summary>Checks the first message of a session against the rules of the protocol, all of them at once.</summary>
/// <param name="models">The models that there are.</param>
internal sealed class LiveStartReader(LiveModels models)
{
    private const string Root = "start";

    /// <summary>Formats of containers by the names of the protocol; each is recognised by its first bytes.</summary>
    private static readonly string[] Containers = ["auto", "aac", "aiff", "amr", "asf", "flac", "mp3", "ogg", "wav", "webm"];

    private static readonly TimeSpan UsualNonFinal = TimeSpan.FromSeconds(4);

    /// <param name="json">An object.</param>
    /// <exception cref="ApiException">Something is wrong; every fault is named or counted.</exception>
    public LiveStart Read(JsonElement json)
    {
        var errors = new ValidationErrors();
        var body = new FieldReader(json, Root, errors);
        var name = body.RequiredText("model", TranscriptionBody.MaximumModel) ?? "";
        if (name.Length > 0 && models.Find(name) is null)
        {
            throw new ApiException(
                400, ErrorTypes.ModelNotAvailable, $"This server has no live model '{name}'; it has: {models.Describe()}.");
        }
        var format = ReadFormat(body);
        var strict = body.Flag("language_hints_strict");
        var model = models.Find(name) ?? models.Find(LiveModels.Listed[0])!;
        var hints = TranscriptionBodyReader.ReadHints(body, strict, model);
        var translation = TranslationReader.Read(body, Root, errors, model, strict ? hints : null);
        var start = new LiveStart(
            name,
            format,
            new TranscriptionRequest
            {
                Model = models.Own(name),
                LanguageHints = hints,
                LanguageHintsStrict = strict,
                EnableLanguageIdentification = body.Flag("enable_language_identification"),
                EnableSpeakerDiarization = body.Flag("enable_speaker_diarization"),
                UseVocabulary = body.Value("use_vocabulary") is null || body.Flag("use_vocabulary"),
                Context = ContextReader.Read(body),
                Translation = translation,
            },
            ReadEndpoints(body),
            body.Integer("max_non_final_tokens_duration_ms", 700, 6_000) is { } longest
                ? TimeSpan.FromMilliseconds(longest)
                : UsualNonFinal,
            body.Value("enable_non_final_tokens") is null || body.Flag("enable_non_final_tokens"),
            body.Text("client_reference_id", TranscriptionBody.MaximumShort));
        return errors.Count == 0 ? start : throw new ApiException(400, ErrorTypes.InvalidRequest, errors.ToString());
    }

    private static LiveAudioFormat ReadFormat(FieldReader body)
    {
        var name = body.RequiredText("audio_format", TranscriptionBody.MaximumShort);
        if (name is null || Containers.Contains(name, StringComparer.Ordinal)) return LiveAudioFormat.Container;
        if (!LiveAudioFormat.RawEncodings.Contains(name))
        {
            var known = string.Join(", ", Containers.Concat(LiveAudioFormat.RawEncodings.Order()));
            body.Fault("invalid_value", "audio_format", $"'audio_format' must be one of {known}, not '{name}'.");
            return LiveAudioFormat.Container;
        }
        var rate = Required("sample_rate", LiveAudioFormat.MinimumRate, LiveAudioFormat.MaximumRate);
        var channels = Required("num_channels", 1, LiveAudioFormat.MaximumChannels);
        return rate is { } hertz && channels is { } count ? LiveAudioFormat.Raw(name, hertz, count) : LiveAudioFormat.Container;

        int? Required(string field, int least, int most)
        {
            if (body.Value(field) is not null) return body.Integer(field, least, most);
            body.Fault("missing", field, $"'{field}' is missing: raw samples ({name}) need it.");
            return null;
        }
    }

    private static EndpointOptions? ReadEndpoints(FieldReader body)
    {
        var delay = body.Integer("max_endpoint_delay_ms", 500, 3_000) ?? 2_000;
        var level = body.Integer("endpoint_latency_adjustment_level", 0, ModelResponse.MaximumLatencyLevel) ?? 0;
        var sensitivity = 0.0;
        const string Sensitivity = "endpoint_sensitivity";
        if (body.Value(Sensitivity) is { } value)
        {
            if (value.ValueKind != JsonValueKind.Number) body.Fault("invalid_type", Sensitivity, $"'{Sensitivity}' must be a number.");
            else if (!value.TryGetDouble(out sensitivity) || sensitivity is < -1 or > 1)
                body.Fault("invalid_value", Sensitivity, $"'{Sensitivity}' must be a number from -1 to 1.");
        }
        if (!body.Flag("enable_endpoint_detection")) return null;
        return new EndpointOptions
        {
            MaximumDelay = TimeSpan.FromMilliseconds(delay),
            Sensitivity = sensitivity,
            LatencyLevel = level,
        };
    }
}
