using System.Text.Json;
using Hansard.Engine.Recognition.Languages;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;
using Hansard.Server.Models;

namespace Hansard.Server.Doors.Wyoming;

/// <summary>The wishes of the event <c>transcribe</c>; a client that sends none has none.</summary>
/// <param name="Model">As the client named it; null: it did not.</param>
/// <param name="Language">As the client named it; null: it is found out.</param>
/// <param name="Terms">Names and terms that may be said, names first.</param>
internal sealed record WyomingWish(string? Model, string? Language, IReadOnlyList<string> Terms)
{
    /// <summary>No wishes.</summary>
    public static WyomingWish None { get; } = new(null, null, []);

    /// <summary>The wishes of an event.</summary>
    public static WyomingWish Of(WyomingEvent sent) => new(
        sent.Text("name"), sent.Text("language"), WithinBounds(sent.Texts("transcript_names").Concat(sent.Texts("transcript_terms"))));

    /// <summary>The options of a transcription; a model or a language that is not there is none, as with other servers.</summary>
    public TranscriptionRequest ToRequest(ServedModels models)
    {
        var model = (Model is null ? null : models.Own(Model)) ?? models.Default;
        var language = Language is null ? null : LanguageCodes.OfTag(Language) ?? LanguageNames.CodeOf(Language);
        var isKnown = language is not null && model.Languages.ContainsKey(language);
        return new TranscriptionRequest
        {
            Model = Model is null ? null : models.Own(Model)?.Id,
            LanguageHints = isKnown ? [language!] : null,
            LanguageHintsStrict = isKnown,
            EnableLanguageIdentification = true,
            Context = Terms.Count == 0 ? null : JsonSerializer.SerializeToElement(new { terms = Terms }, JsonSettings.Stored),
        };
    }

    // A home has more names than help: the first ones count, as many characters as a context may have.
    private static List<string> WithinBounds(IEnumerable<string> terms)
    {
        List<string> kept = [];
        var characters = 0;
        foreach (var term in terms.Distinct(StringComparer.Ordinal))
        {
            characters += term.Length;
            if (characters > ContextReader.MaximumCharacters) break;
            kept.Add(term);
        }

        return kept;
    }
}
