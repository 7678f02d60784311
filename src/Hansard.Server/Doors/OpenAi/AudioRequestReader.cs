using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Translation;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;
using Hansard.Server.Models;

namespace Hansard.Server.Doors.OpenAi;

/// <summary>Checks the fields of a request, and makes of them what the queue takes.</summary>
internal sealed class AudioRequestReader(OpenAiModels models, HansardServerOptions options)
{
    /// <summary>People whose voices may be sent; the hosted service takes four.</summary>
    public const int MaximumSpeakers = 10;

    /// <summary>Characters of a field.</summary>
    public const int MaximumText = ContextReader.MaximumCharacters;

    private const int MaximumLanguages = 100;
    private const int MaximumName = 256;

    private const string English = "en";

    // What clients send that offer to find the language out.
    private const string Any = "auto";

    /// <exception cref="ApiException">A field is wrong; it is named.</exception>
    public AudioRequest Read(AudioFields fields, AudioTask task)
    {
        var name = fields.One("model") ?? OpenAiModels.Usual;
        var model = models.Resolve(name) ?? throw models.Unknown(AudioFields.Shortened(name));
        var format = fields.One("response_format") ?? AudioFormat.Json;
        // Whose words a translation has is not told by the other protocol either.
        string[] formats = [.. AudioFormat.All.Where(each => each != AudioFormat.DiarizedJson || task != AudioTask.Translate)];
        if (!formats.Contains(format))
        {
            throw AudioFields.Fault(
                "response_format",
                $"'response_format' must be one of {string.Join(", ", formats)}, not '{AudioFields.Shortened(format)}'.");
        }

        var granularities = fields.All("timestamp_granularities");
        if (granularities.FirstOrDefault(each => each is not ("word" or "segment")) is { } unknown)
        {
            throw AudioFields.Fault(
                "timestamp_granularities", $"A granularity must be word or segment, not '{AudioFields.Shortened(unknown)}'.");
        }


        var isStream = fields.Flag("stream") is true;
        if (isStream && format is AudioFormat.Srt or AudioFormat.Vtt)
            throw AudioFields.Fault("stream", $"'{format}' cannot be streamed: send stream=false, or response_format=json.");
        return new AudioRequest
        {
            Task = task,
            Model = name,
            Format = format,
            IsStream = isStream,
            HasLogprobs = fields.All("include").Contains("logprobs"),
            HasSegments = granularities.Count == 0 || granularities.Contains("segment"),
            HasWords = granularities.Contains("word"),
            Temperature = fields.Number("temperature", 0, 1) ?? 0,
            SpeakerNames = ReadSpeakers(fields),
            Keep = fields.Flag("store") ?? options.Doors.OpenAi.Keep,
            Transcription = ReadTranscription(fields, task, name, model, format),
        };
    }

    private TranscriptionRequest ReadTranscription(AudioFields fields, AudioTask task, string name, ServedModel model, string format)
    {
        var languages = ReadLanguages(fields, model);
        if (task == AudioTask.Translate) CheckTranslation(model, languages.IsCertain ? LanguageCodes.OfTag(languages.Hints[0]) : null);
        return new TranscriptionRequest
        {
            Model = models.Own(name),
            LanguageHints = languages.Hints.Count > 0 ? languages.Hints : null,
            LanguageHintsStrict = languages.IsCertain,
            EnableLanguageIdentification = true,
            EnableSpeakerDiarization = format == AudioFormat.DiarizedJson,
            Context = SentPrompt.ContextOf(fields.One("prompt"), fields.All("keywords")),
            Translation = task == AudioTask.Translate ? new TranslationRequest { Type = "one_way", TargetLanguage = English } : null,
        };
    }

    private static SentLanguages ReadLanguages(AudioFields fields, ServedModel model)
    {
        var sent = fields.One("language");
        if (sent is null || sent.Equals(Any, StringComparison.OrdinalIgnoreCase))
        {
            var likely = fields.All("languages");
            return likely.Count > MaximumLanguages
                ? throw AudioFields.Fault("languages", $"'languages' has more than {MaximumLanguages} items.")
                : new(
                    [.. likely.Select(each => SentLanguage.CodeOf("languages", each)).Where(model.Languages.ContainsKey).Distinct()],
                    IsCertain: false);
        }

        return new([SentLanguage.HintOf("language", sent, model)], IsCertain: true);
    }

    private static void CheckTranslation(ServedModel model, string? language)
    {
        var sources = model.SourcesOf(English).ToList();
        if (sources.Count == 0)
            throw AudioFields.Fault("model", $"This server has no model that translates what {model.Id} recognises into English.");
        if (language is not null && language != English && !sources.Contains(language))
        {
            throw AudioFields.Fault(
                "language",
                $"This server has no model that translates '{language}' into English; it has: "
                + $"{LanguagePairs.Describe(sources.Select(source => new LanguagePair(source, English)))}.");
        }
    }

    private static IReadOnlyList<string> ReadSpeakers(AudioFields fields)
    {
        const string Field = "known_speaker_names";
        var names = fields.All(Field);
        if (names.Count > MaximumSpeakers) throw AudioFields.Fault(Field, $"'{Field}' has more than {MaximumSpeakers} items.");
        if (names.Any(name => name.Length > MaximumName))
            throw AudioFields.Fault(Field, $"A name in '{Field}' is longer than {MaximumName} characters.");
        return names.Distinct(StringComparer.Ordinal).Count() == names.Count
            ? names
            : throw AudioFields.Fault(Field, $"A name is in '{Field}' twice: each person has one name and one reference.");
    }

    /// <summary>The language that is spoken, or those that are likely.</summary>
    private sealed record SentLanguages(IReadOnlyList<string> Hints, bool IsCertain);
}
