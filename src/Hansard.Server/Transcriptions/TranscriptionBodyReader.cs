using System.Globalization;
using System.Text.Json;
using Hansard.Engine.Pipeline;
using Hansard.Engine.Recognition.Languages;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.Jobs;
using Hansard.Server.Models;

namespace Hansard.Server.Transcriptions;

/// <summary>Checks the body of <c>POST /v1/transcriptions</c> against the rules of the contract, all of them at once.</summary>
internal static class TranscriptionBodyReader
{
    /// <param name="json">An object.</param>
    /// <param name="models">The models that this server has.</param>
    /// <param name="source">One of <see cref="RequestSource"/>.</param>
    /// <exception cref="ApiException">Something is wrong; every fault is named or counted.</exception>
    public static NewTranscription Read(JsonElement json, ServedModels models, string source)
    {
        var errors = new ValidationErrors();
        var body = new FieldReader(json, JsonBody.Root, errors);
        var recording = ReadRecording(body);
        var webhook = WebhookFields.Read(body);
        var strict = body.Flag("language_hints_strict");
        var name = ReadModel(body, models);

        // What else is wrong is told at once, also where the model is.
        var model = models.Find(name) ?? models.Default;
        var hints = ReadHints(body, strict, model);
        var speakers = ReadSpeakers(body);
        var identify = body.Flag("identify_speakers");
        var (start, end) = (body.Integer("audio_start_ms", 0, int.MaxValue), body.Integer("audio_end_ms", 1, int.MaxValue));
        if (end <= (start ?? 0)) body.Fault("invalid_value", "audio_end_ms", "'audio_end_ms' must be after 'audio_start_ms'.");
        string[] ignored = [.. (hints ?? []).Where(hint => IsLacking(hint, model)).Distinct(StringComparer.Ordinal)];
        var wanted = new NewTranscription
        {
            Model = name,
            AudioUrl = recording.Url,
            FileId = recording.FileId,
            Request = new TranscriptionRequest
            {
                Model = models.Own(name)?.Id,
                LanguageHints = hints,
                LanguageHintsStrict = strict,
                EnableLanguageIdentification = body.Flag("enable_language_identification"),
                EnableSpeakerDiarization = body.Flag("enable_speaker_diarization") || identify,
                IdentifySpeakers = identify,
                NumSpeakers = speakers.Exactly,
                MinSpeakers = speakers.Least,
                MaxSpeakers = speakers.Most,
                AudioTrack = ReadTrack(body),
                AudioStartMs = start,
                AudioEndMs = end,
                UseVocabulary = body.Value("use_vocabulary") is null || body.Flag("use_vocabulary"),
                Context = ContextReader.Read(body),
                Translation = TranslationReader.Read(body, JsonBody.Root, errors, model, strict ? hints : null),
            },
            WebhookUrl = webhook.Url?.Text,
            WebhookAuthHeaderName = webhook.AuthHeaderName,
            WebhookAuthHeaderValue = webhook.AuthHeaderValue,
            ClientReferenceId = body.Text("client_reference_id", TranscriptionBody.MaximumShort),
            Warnings = ignored.Length == 0
                ? []
                : [
                    $"The model does not recognise {string.Join(", ", ignored)}, "
                    + $"so {(ignored.Length == 1 ? "this language hint was" : "these language hints were")} ignored.",
                ],
            Priority = body.Integer("priority", 0, TranscriptionBody.MaximumPriority) ?? 0,
            Source = source,
        };
        return errors.Count == 0 ? wanted : throw ApiException.Invalid(errors);
    }

    private static string ReadModel(FieldReader body, ServedModels models)
    {
        var model = body.RequiredText("model", TranscriptionBody.MaximumModel);
        if (model is { Length: <= TranscriptionBody.MaximumModel } && models.Find(model) is null)
        {
            var fault = ServedModels.IsLiveName(model) ? $"'{model}' is for live sessions" : $"This server has no model '{model}'";
            body.Fault("invalid_value", "model", $"{fault}; for recordings it has: {string.Join(", ", models.Names)}.");
        }
        return model ?? "";
    }

    private static RecordingReference ReadRecording(FieldReader body)
    {
        var hasUrl = body.Value("audio_url") is not null;
        var hasFile = body.Value("file_id") is not null;
        if (hasUrl && hasFile) body.Fault("conflict", "file_id", "Send either 'audio_url' or 'file_id', not both.");
        if (!hasUrl && !hasFile) body.Fault("missing", "file_id", "Send either 'audio_url' or 'file_id'.");

        var url = SentUrl.Read(body, "audio_url", TranscriptionBody.MaximumAudioUrl);
        var id = body.Text("file_id", TranscriptionBody.MaximumShort);
        if (id is not null && ResourceId.Parse(id) is null)
            body.Fault("invalid_value", "file_id", "'file_id' is not the id of a file: upload it first, and send the id of the answer.");
        return new RecordingReference(url, id is null ? null : ResourceId.Parse(id));
    }

    /// <summary>The languages that are likely; null when absent or empty.</summary>
    public static List<string>? ReadHints(FieldReader body, bool strict, ServedModel model)
    {
        if (body.Items("language_hints") is not { } items) return null;
        if (items.GetArrayLength() > TranscriptionBody.MaximumHints)
            body.Fault("too_long", "language_hints", $"'language_hints' has more than {TranscriptionBody.MaximumHints} items.");
        var hints = new List<string>();
        foreach (var (index, item) in items.EnumerateArray().Take(TranscriptionBody.MaximumHints).Index())
        {
            var name = $"language_hints.{index}";
            if (body.Text(item, name, TranscriptionBody.MaximumCode) is not { } code) continue;
            if (HintedLanguage.Of(code) is null) body.Fault("invalid_value", name, NotALanguage(code));
            hints.Add(code);
        }

        if (strict && hints.Count > 0 && hints.All(code => IsLacking(code, model)))
        {
            body.Fault(
                "invalid_value",
                "language_hints",
                $"The model {model.Id} recognises none of {string.Join(", ", hints)}, "
                + "and 'language_hints_strict' allows no other language.");
        }

        return hints.Count == 0 ? null : hints;
    }

    // A real language that the model does not recognise.
    private static bool IsLacking(string hint, ServedModel model)
        => HintedLanguage.Of(hint) is { } code && !model.Languages.ContainsKey(code);

    private static string NotALanguage(string code)
    {
        var primary = code.Split('-', '_')[0];
        var advice = primary != code && LanguageCodes.Canonical(primary) is { } language
            ? $"send '{language}' without a region"
            : "send one such as 'en'";
        return $"'{code}' is not a language code of ISO 639: {advice}.";
    }

    private static SpeakerNumbers ReadSpeakers(FieldReader body)
    {
        const string Exactly = "num_speakers";
        const string Least = "min_speakers";
        const string Most = "max_speakers";
        var numbers = new SpeakerNumbers(Number(Exactly), Number(Least), Number(Most));
        if (body.Value(Exactly) is not null)
        {
            foreach (var name in (string[])[Least, Most])
            {
                if (body.Value(name) is not null)
                    body.Fault("conflict", name, $"Send either '{Exactly}' or '{Least}' and '{Most}', not both.");
            }
        }

        if (numbers.Least > numbers.Most)
            body.Fault("conflict", Least, $"'{Least}' is {numbers.Least}, which is more than '{Most}', {numbers.Most}.");
        return numbers;

        int? Number(string name) => body.Integer(name, 1, TranscriptionBody.MaximumSpeakers);
    }

    private static string? ReadTrack(FieldReader body)
    {
        const string Name = "audio_track";
        if (body.Value(Name) is { ValueKind: JsonValueKind.Number })
            return body.Integer(Name, 1, int.MaxValue)?.ToString(CultureInfo.InvariantCulture);
        var track = body.Text(Name, TranscriptionBody.MaximumCode);
        if (track is { Length: <= TranscriptionBody.MaximumCode } && !TrackName.IsPossible(track))
        {
            body.Fault(
                "invalid_value", Name, $"'{Name}' must be the number of a sound track, from 1 on, its language, such as 'en', or 'all'.");
        }
        return track;
    }

    /// <summary>The recording to transcribe, by one of the two.</summary>
    private readonly record struct RecordingReference(SentUrl? Url, string? FileId);

    /// <summary>The number of speakers, or bounds of it.</summary>
    private readonly record struct SpeakerNumbers(int? Exactly, int? Least, int? Most);
}
