using System.Text.Json.Nodes;
using Hansard.Engine.Recognition.Languages;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs;

namespace Hansard.Server.FolderWatch;

/// <summary>The translations that the settings of a watched folder ask for.</summary>
/// <param name="Request">As a job has them; null: none.</param>
/// <param name="Terms">Entries of a context's <c>translation_terms</c>.</param>
internal sealed record WatchedTranslation(TranslationRequest? Request, IReadOnlyList<JsonObject> Terms)
{
    /// <summary>Languages that have files of their own; none where two are translated into each other.</summary>
    public IReadOnlyList<string> Targets
        => Request?.TargetLanguage is { } first ? [first, .. Request.OtherTargets ?? []] : [];

    /// <summary>Pairs of languages of which a server has to translate; of a source that is null, any.</summary>
    public IEnumerable<(string? Source, string Target)> Needed
        => Request is { LanguageA: { } a, LanguageB: { } b } ? [(a, b), (b, a)] : Targets.Select(target => ((string?)null, target));

    /// <summary>Reads the settings.</summary>
    /// <param name="watched">The settings.</param>
    /// <param name="name">Their name, such as <c>Watch:Folders:0</c>.</param>
    /// <param name="faults">Added to, with the names of settings that are wrong.</param>
    public static WatchedTranslation Read(WatchedFolderOptions watched, string name, ICollection<string> faults)
    {
        if (watched.TranslateTo is not { } argument)
        {
            if (watched.TranslationTerms.Count > 0) faults.Add(Meaningless(name, nameof(watched.TranslationTerms)));
            if (watched.TranslatedOnly) faults.Add(Meaningless(name, nameof(watched.TranslatedOnly)));
            if (watched.Bilingual) faults.Add(Meaningless(name, nameof(watched.Bilingual)));
            return new WatchedTranslation(null, []);
        }

        if (watched is { TranslatedOnly: true, Bilingual: true })
            faults.Add($"{name}:TranslatedOnly and {name}:Bilingual contradict each other: set one of them.");
        var request = ReadLanguages(argument);
        if (request is null)
        {
            faults.Add($"{name}:TranslateTo is '{argument}': give the code of a language, such as pt, several with commas between them, "
                + "or two with a colon, such as en:pt, to translate each into the other.");
            return new WatchedTranslation(null, []);
        }

        var translation = new WatchedTranslation(request, []);
        List<JsonObject> terms = [];
        foreach (var term in watched.TranslationTerms)
        {
            if (ReadTerm(term, translation.Targets) is { } read) terms.Add(read);
            else
            {
                faults.Add($"{name}:TranslationTerms has '{term}': give a term and its translation, such as "
                    + $"{(translation.Targets.Count > 1 ? $"{translation.Targets[0]}:" : "")}stroke=ictus.");
            }
        }
        return translation with { Terms = terms };
    }

    private static string Meaningless(string name, string setting) => $"{name}:{setting} has no meaning without TranslateTo.";

    private static TranslationRequest? ReadLanguages(string argument)
    {
        var isPair = argument.Contains(':', StringComparison.Ordinal);
        List<string?> codes = [.. argument.Split(isPair ? ':' : ',', StringSplitOptions.TrimEntries)
            .Select(LanguageCodes.Canonical).Distinct()];
        if (codes.Contains(null)) return null;
        if (!isPair)
        {
            return new TranslationRequest
            {
                Type = "one_way",
                TargetLanguage = codes[0],
                OtherTargets = codes.Count > 1 ? [.. codes.Skip(1).OfType<string>()] : null,
            };
        }
        return codes is [var a, var b] ? new TranslationRequest { Type = "two_way", LanguageA = a, LanguageB = b } : null;
    }

    private static JsonObject? ReadTerm(string term, IReadOnlyList<string> targets)
    {
        var (pair, language) = (term, (string?)null);
        if (targets.Count > 1)
        {
            if (term.Split(':', 2) is not [var code, var rest] || LanguageCodes.Canonical(code.Trim()) is not { } target
                || !targets.Contains(target)) return null;
            (pair, language) = (rest, target);
        }
        if (pair.Split('=', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } source, { Length: > 0 } translation]) return null;
        var read = new JsonObject { ["source"] = source, ["target"] = translation };
        if (language is not null) read[TranslationRequest.TermLanguage] = language;
        return read;
    }
}
