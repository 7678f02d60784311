using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Recognition.Languages.Chinese;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;
using Hansard.Server.Models;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Doors.WhisperAsr;

/// <summary>Makes of a query what the queue takes.</summary>
/// <remarks>As with the webservice, a task, language, form or model that is unknown is none: clients send what their users wrote.</remarks>
internal sealed class AsrRequestReader(CurrentModels current)
{
    private const string English = "en";
    private const string UsualOutput = "txt";
    private const string UsualModel = "whisper-asr";
    private const int MostSpeakers = 20;
    private const int MaximumOutput = 32;

    /// <exception cref="ApiException">An option is wrong; all are named.</exception>
    public AsrRequest Read(IQueryCollection sent)
    {
        var query = new AsrQuery(sent);
        var models = current.Models;
        var named = query.Text("model");
        var model = (named is null ? null : models.Find(named)) ?? models.Default;
        var isTranslation = query.Text("task") == "translate";
        var language = LanguageOf(query.Text("language"), model);
        if (isTranslation) CheckTranslation(query, model, language);
        var request = new AsrRequest
        {
            Output = query.Text("output") is { Length: <= MaximumOutput } output ? output : UsualOutput,
            Model = named ?? UsualModel,
            IsTranslation = isTranslation,
            HasWords = query.Flag("word_timestamps"),
            IsEncoded = query.Flag("encode", usual: true),
            Transcription = new TranscriptionRequest
            {
                Model = named is null ? null : models.Own(named)?.Id,
                LanguageHints = language is null ? null : [language],
                LanguageHintsStrict = language is not null,
                EnableLanguageIdentification = true,
                EnableSpeakerDiarization = query.Flag("diarize") | query.Flag("enable_diarization"),
                MinSpeakers = query.Count("min_speakers", MostSpeakers),
                MaxSpeakers = query.Count("max_speakers", MostSpeakers),
                Context = PromptContext.Of(
                    query.Text("initial_prompt"),
                    PromptContext.Split(query.Text("hotwords") ?? ""),
                    ContextReader.MaximumCharacters,
                    message => AsrErrors.Invalid([new("string_too_long", ["query", "initial_prompt"], message, null)])),
                Translation = isTranslation ? new TranslationRequest { Type = "one_way", TargetLanguage = English } : null,
            },
        };
        _ = query.Flag("vad_filter");
        if (request.Transcription is { MinSpeakers: { } least, MaxSpeakers: { } most } && least > most)
            query.Add("value_error", "min_speakers", $"min_speakers is {least}, and max_speakers is {most}, which is less.");
        query.Check();
        return request;
    }

    // A tag such as zh-TW names the script of Chinese, too.
    private static string? LanguageOf(string? sent, ServedModel model)
    {
        if (sent is null || (LanguageCodes.OfTag(sent) ?? LanguageNames.CodeOf(sent)) is not { } code) return null;
        if (!model.Languages.ContainsKey(code)) return null;
        return ChineseTag.ScriptOf(sent) is null ? code : sent;
    }

    private static void CheckTranslation(AsrQuery query, ServedModel model, string? language)
    {
        var sources = model.SourcesOf(English).ToList();
        var code = language is null ? null : LanguageCodes.OfTag(language);
        if (sources.Count == 0)
            query.Add("value_error", "task", $"This server has no model that translates what {model.Id} recognises into English.");
        else if (code is not (null or English) && !sources.Contains(code))
            query.Add("value_error", "language", $"This server has no model that translates '{code}' into English.");
    }
}
