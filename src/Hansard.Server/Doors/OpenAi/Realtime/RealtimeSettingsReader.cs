using System.Text.Json;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;

namespace Hansard.Server.Doors.OpenAi.Realtime;

/// <summary>
/// Reads the settings of a session in both forms of the protocol: <c>audio.input.*</c>, and <c>input_audio_*</c> of its beta.
/// </summary>
/// <param name="models">The models that there are.</param>
internal sealed class RealtimeSettingsReader(OpenAiModels models)
{
    private const string Logprobs = "item.input_audio_transcription.logprobs";
    private const string Any = "auto";
    private const int MaximumShort = 100;
    private const int MaximumKeywords = 1_000;
    private const int MostSilence = 10_000;
    private const int MostRate = 192_000;

    private static readonly Dictionary<string, string> BetaEncodings = new(StringComparer.Ordinal)
    {
        ["pcm16"] = RealtimeSettings.Pcm,
        ["g711_ulaw"] = RealtimeSettings.MuLaw,
        ["g711_alaw"] = RealtimeSettings.ALaw,
    };

    /// <summary>The settings before a client says anything.</summary>
    /// <param name="model">The model that the address names; null for none.</param>
    /// <exception cref="ApiException">There is no such model.</exception>
    public RealtimeSettings Initial(string? model) => Checked(
        new RealtimeSettings { Model = model ?? OpenAiModels.Usual, Transcription = new TranscriptionRequest { Model = null } });

    /// <summary>Determines whether a name is one of a model that transcribes.</summary>
    public bool Knows(string model) => models.Resolve(model) is not null;

    /// <summary>The settings after an update: what it does not mention stays.</summary>
    /// <param name="session">The member of that name; an object.</param>
    /// <param name="current">The settings so far.</param>
    /// <param name="location">The place of the object in what was sent; empty: it is all of it.</param>
    /// <exception cref="ApiException">Something is wrong; nothing of it holds then.</exception>
    public RealtimeSettings Read(JsonElement session, RealtimeSettings current, string location = "session")
    {
        var place = location.Length == 0 ? "" : $"{location}.";
        var type = new FieldReader(session, location, new ValidationErrors()).Value("type");
        if (type is { } sent && !(sent.ValueKind is JsonValueKind.String && sent.ValueEquals("transcription")))
            throw AudioFields.Fault($"{place}type", RealtimeErrors.OnlyTranscription);
        var audio = ObjectOf(session, "audio", $"{place}audio");
        var input = audio is { } element ? ObjectOf(element, "input", $"{place}audio.input") : null;
        var settings = current;
        if (Part("format", "input_audio_format") is { } format) settings = ReadFormat(format, settings);
        if (Part("transcription", "input_audio_transcription") is { } transcription) settings = ReadModel(transcription, settings);
        if (Part("turn_detection", "turn_detection") is { } turns) settings = settings with { Turns = ReadTurns(turns, settings.Turns) };
        if (Part("noise_reduction", "input_audio_noise_reduction") is { } noise)
            settings = settings with { NoiseReduction = ReadNoise(noise) };
        if (session.TryGetProperty("include", out var include))
            settings = settings with { HasLogprobs = ReadInclude(include, $"{place}include") };
        return Checked(settings);

        SentPart? Part(string name, string beta)
        {
            if (input is { } given && given.TryGetProperty(name, out var part)) return new SentPart(part, $"{place}audio.input.{name}");
            return session.TryGetProperty(beta, out part) ? new SentPart(part, $"{place}{beta}") : null;
        }
    }

    private RealtimeSettings Checked(RealtimeSettings settings)
    {
        var model = models.Resolve(settings.Model) ?? throw models.Unknown(AudioFields.Shortened(settings.Model));
        var language = settings.Language is null or "" or Any ? null : SentLanguage.HintOf("language", settings.Language, model);
        return settings with
        {
            Transcription = new TranscriptionRequest
            {
                Model = models.Own(settings.Model),
                LanguageHints = language is null ? null : [language],
                LanguageHintsStrict = language is not null,
                EnableLanguageIdentification = true,
                Context = SentPrompt.ContextOf(settings.Prompt is "" ? null : settings.Prompt, settings.Keywords),
            },
        };
    }

    private static RealtimeSettings ReadFormat(SentPart part, RealtimeSettings current)
    {
        if (part.Value.ValueKind is JsonValueKind.String)
        {
            return BetaEncodings.TryGetValue(part.Value.GetString()!, out var beta)
                ? current with { Encoding = beta, Rate = beta == RealtimeSettings.Pcm ? 24_000 : RealtimeSettings.TelephoneRate }
                : throw AudioFields.Fault(part.Location, $"'{part.Location}' must be one of {string.Join(", ", BetaEncodings.Keys)}.");
        }
        var encoding = part.Text("type", MaximumShort) ?? RealtimeSettings.Pcm;
        if (!BetaEncodings.ContainsValue(encoding))
        {
            throw AudioFields.Fault(
                $"{part.Location}.type", $"'{part.Location}.type' must be one of {string.Join(", ", BetaEncodings.Values)}.");
        }
        var isPcm = encoding == RealtimeSettings.Pcm;
        var rate = isPcm
            ? part.Integer("rate", RealtimeSettings.TelephoneRate, MostRate) ?? 24_000
            : part.Integer("rate", RealtimeSettings.TelephoneRate, RealtimeSettings.TelephoneRate) ?? RealtimeSettings.TelephoneRate;
        return current with { Encoding = encoding, Rate = rate };
    }

    private static RealtimeSettings ReadModel(SentPart part, RealtimeSettings current) => part.IsNull
        ? current
        : current with
        {
            Model = part.Text("model", MaximumShort) ?? current.Model,
            Language = part.Text("language", MaximumShort),
            Prompt = part.Text("prompt", AudioRequestReader.MaximumText),
            Keywords = part.Texts("keywords", MaximumKeywords, MaximumShort),
        };

    private static TurnDetection? ReadTurns(SentPart part, TurnDetection? current)
    {
        if (part.IsNull) return null;
        var turns = current ?? TurnDetection.Usual;
        var type = part.Text("type", MaximumShort) ?? "server_vad";
        if (type is not ("server_vad" or "semantic_vad"))
            throw AudioFields.Fault($"{part.Location}.type", $"'{part.Location}.type' must be server_vad or semantic_vad.");
        var eagerness = part.Text("eagerness", MaximumShort) ?? TurnDetection.Usual.Eagerness;
        if (!TurnDetection.Eagernesses.Contains(eagerness))
        {
            throw AudioFields.Fault(
                $"{part.Location}.eagerness",
                $"'{part.Location}.eagerness' must be one of {string.Join(", ", TurnDetection.Eagernesses)}.");
        }
        return new TurnDetection(
            type == "semantic_vad",
            Milliseconds("silence_duration_ms", turns.Silence),
            Milliseconds("prefix_padding_ms", turns.Padding),
            part.Number("threshold", 0, 1) ?? turns.Threshold,
            eagerness);

        TimeSpan Milliseconds(string name, TimeSpan usual)
            => part.Integer(name, 0, MostSilence) is { } sent ? TimeSpan.FromMilliseconds(sent) : usual;
    }

    private static string? ReadNoise(SentPart part) => part.IsNull ? null : part.Text("type", MaximumShort) switch
    {
        null or "near_field" => "near_field",
        "far_field" => "far_field",
        _ => throw AudioFields.Fault($"{part.Location}.type", $"'{part.Location}.type' must be near_field or far_field."),
    };

    private static bool ReadInclude(JsonElement include, string location) => include.ValueKind switch
    {
        JsonValueKind.Null => false,
        JsonValueKind.Array => include.EnumerateArray().Any(each => each.ValueKind is JsonValueKind.String && each.ValueEquals(Logprobs)),
        _ => throw AudioFields.Fault(location, $"'{location}' must be a list."),
    };

    private static JsonElement? ObjectOf(JsonElement parent, string name, string location)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null) return null;
        return value.ValueKind is JsonValueKind.Object ? value : throw AudioFields.Fault(location, $"'{location}' must be an object.");
    }
}
