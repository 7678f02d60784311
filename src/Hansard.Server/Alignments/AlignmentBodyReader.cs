using System.Text.Json;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.Models;
using Hansard.Server.Transcriptions;

namespace Hansard.Server.Alignments;

/// <summary>Checks the body of <c>POST /v1/alignments</c>: that of a transcription, and a text with its language.</summary>
internal static class AlignmentBodyReader
{
    private const string Text = "text";
    private const string Language = "language";

    /// <param name="json">An object.</param>
    /// <param name="models">The models that this server has.</param>
    /// <param name="source">One of <see cref="RequestSource"/>.</param>
    /// <exception cref="ApiException">Something is wrong.</exception>
    public static NewTranscription Read(JsonElement json, ServedModels models, string source)
    {
        var errors = new ValidationErrors();
        var body = new FieldReader(json, JsonBody.Root, errors);
        var text = body.RequiredText(Text, AlignmentBody.MaximumText);
        if (text is not null && string.IsNullOrWhiteSpace(text))
            body.Fault("invalid_value", Text, $"'{Text}' is blank: send all that is said in the recording.");
        var language = body.Text(Language, TranscriptionBody.MaximumCode);
        if (language is not null && HintedLanguage.Of(language) is null)
            body.Fault("invalid_value", Language, $"'{Language}' must be the code of a language, such as en, not '{language}'.");
        if (body.Value("translation") is not null)
            body.Fault("conflict", "translation", "A text that is aligned is not translated: leave 'translation' out.");
        if (body.Value("audio_track") is { ValueKind: JsonValueKind.String } track && track.GetString() == "all")
            body.Fault("invalid_value", "audio_track", "A text is of one sound track: name one.");
        if (errors.Count > 0) throw ApiException.Invalid(errors);
        var wanted = TranscriptionBodyReader.Read(json, models, source);
        return wanted with
        {
            Request = wanted.Request with
            {
                AlignedText = text,
                LanguageHints = language is null ? wanted.Request.LanguageHints : [language],
            },
        };
    }
}
