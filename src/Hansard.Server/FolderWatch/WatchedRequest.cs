using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Engine.Pipeline;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Renderings;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Exports;
using Hansard.Server.Jobs;
using Hansard.Server.Transcriptions;

namespace Hansard.Server.FolderWatch;

/// <summary>The transcripts that the settings of a watched folder ask for.</summary>
/// <param name="Request">The options of every transcription, but for the model.</param>
/// <param name="Translation">Its translations.</param>
/// <param name="Forms">The files that are made of a transcript.</param>
internal sealed record WatchedRequest(TranscriptionRequest Request, WatchedTranslation Translation, WatchedForms Forms)
{
    private const int MostSpeakers = TranscriptionBody.MaximumSpeakers;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidConfigurationException">Something in them is wrong, which they were not when the server started.</exception>
    public static WatchedRequest Read(WatchedFolderOptions watched)
    {
        List<string> faults = [];
        var request = Read(watched, "Watch:Folders", faults);
        return faults.Count == 0 ? request : throw new InvalidConfigurationException(faults);
    }

    /// <summary>Reads the settings.</summary>
    /// <param name="watched">The settings.</param>
    /// <param name="name">Their name, such as <c>Watch:Folders:0</c>.</param>
    /// <param name="faults">Added to, with the names of settings that are wrong.</param>
    public static WatchedRequest Read(WatchedFolderOptions watched, string name, ICollection<string> faults)
    {
        var translation = WatchedTranslation.Read(watched, name, faults);
        var formats = ReadFormats(watched, name, faults);
        CheckLanguages(watched, name, faults);
        CheckSpeakers(watched, name, faults);
        if (watched.AudioTrack is { } track && !TrackName.IsPossible(track))
        {
            faults.Add(
                $"{name}:AudioTrack is '{track}': give the number of a sound track, from 1 on, its language, such as en, or all.");
        }
        var request = new TranscriptionRequest
        {
            LanguageHints = watched.LanguageHints.Count > 0 ? [.. watched.LanguageHints] : null,
            LanguageHintsStrict = watched.LanguageHintsStrict,
            EnableLanguageIdentification = true, // The names of subtitles say it.
            EnableSpeakerDiarization = watched.Diarize || watched.IdentifySpeakers || formats.Any(format => format.Name == "rttm")
                || (watched.NumSpeakers ?? watched.MinSpeakers ?? watched.MaxSpeakers) is not null,
            NumSpeakers = watched.NumSpeakers,
            MinSpeakers = watched.MinSpeakers,
            MaxSpeakers = watched.MaxSpeakers,
            IdentifySpeakers = watched.IdentifySpeakers,
            AudioTrack = watched.AudioTrack,
            UseVocabulary = watched.UseVocabulary,
            Context = ReadContext(watched, translation.Terms, name, faults),
            Translation = translation.Request,
        };
        var writer = new TranscriptWriterOptions
        {
            TranslatedOnly = watched.TranslatedOnly,
            Bilingual = watched.Bilingual,
            Timestamps = watched.Timestamps,
            Subtitles = WatchedSubtitles.Read(watched.Subtitles, $"{name}:Subtitles", faults),
            Rendering = ReadRendering(watched, name, faults),
        };
        return new WatchedRequest(
            request, translation, new WatchedForms(formats, writer, translation.Targets, isBeside: watched.To is null));
    }

    private static List<ExportFormat> ReadFormats(WatchedFolderOptions watched, string name, ICollection<string> faults)
    {
        IEnumerable<string> names = watched.Formats.Count > 0 ? watched.Formats : [watched.To is null ? "srt" : "txt"];
        List<ExportFormat> formats = [];
        foreach (var format in names.Distinct())
        {
            if (format == ExportFormat.Json) formats.Add(ExportFormat.JsonFile);
            else if (ExportFormat.All.TryGetValue(format, out var found)) formats.Add(found);
            else faults.Add($"{name}:Formats has '{format}': give any of json, {string.Join(", ", ExportFormat.All.Keys.Order())}.");
        }
        return formats;
    }

    private static RenderingOptions ReadRendering(WatchedFolderOptions watched, string name, ICollection<string> faults)
    {
        var style = StyleNames.StyleOf(watched.Style);
        if (style is null) faults.Add($"{name}:Style is '{watched.Style}': give verbatim or clean. Subtitles:Style is their layout.");
        var redact = RedactionNames.Read(string.Join(',', watched.Redact));
        if (redact is null)
        {
            faults.Add(
                $"{name}:Redact is '{string.Join(", ", watched.Redact)}': give any of {string.Join(", ", RedactionNames.Kinds)}, or true "
                + "for all.");
        }
        return new RenderingOptions { Style = style ?? TranscriptStyle.Verbatim, Redact = redact ?? [] };
    }

    private static void CheckLanguages(WatchedFolderOptions watched, string name, ICollection<string> faults)
    {
        foreach (var hint in watched.LanguageHints.Where(hint => HintedLanguage.Of(hint) is null))
            faults.Add($"{name}:LanguageHints has '{hint}': give codes of languages, such as en.");
        if (watched is { LanguageHintsStrict: true, LanguageHints.Count: 0 })
            faults.Add($"{name}:LanguageHintsStrict has no meaning without LanguageHints.");
    }

    private static void CheckSpeakers(WatchedFolderOptions watched, string name, ICollection<string> faults)
    {
        foreach (var (setting, number) in new[]
        {
            (nameof(watched.NumSpeakers), watched.NumSpeakers), (nameof(watched.MinSpeakers), watched.MinSpeakers),
            (nameof(watched.MaxSpeakers), watched.MaxSpeakers),
        })
        {
            if (number is < 1 or > MostSpeakers) faults.Add($"{name}:{setting} is {number}: give a number from 1 to {MostSpeakers}.");
        }
        if (watched.NumSpeakers is not null && (watched.MinSpeakers ?? watched.MaxSpeakers) is not null)
            faults.Add($"{name}:NumSpeakers says how many there are: MinSpeakers and MaxSpeakers have no meaning with it.");
        if (watched.MinSpeakers > watched.MaxSpeakers)
            faults.Add($"{name}:MinSpeakers is {watched.MinSpeakers}, which is more than MaxSpeakers, {watched.MaxSpeakers}.");
    }

    private static JsonElement? ReadContext(
        WatchedFolderOptions watched, IReadOnlyList<JsonObject> translationTerms, string name, ICollection<string> faults)
    {
        if (watched.Terms.Any(string.IsNullOrWhiteSpace)) faults.Add($"{name}:Terms has a blank entry: give names and words.");
        try
        {
            var file = watched.Context is null ? null : ContextFile.Read(watched.Context);
            if (translationTerms.Count > 0 || watched.Terms.Count > 0 || file is not null)
            {
                var context = JsonSerializer.SerializeToElement(ContextFile.Add(file, watched.Terms, translationTerms));
                if (ContextFile.Check(context) is not { } fault) return context;
                faults.Add($"{name}:Terms and what Context and TranslationTerms add to them: {fault}");
            }
        }
        catch (InvalidDataException exception)
        {
            faults.Add($"{name}:Context: {exception.Message}");
        }
        return null;
    }
}
