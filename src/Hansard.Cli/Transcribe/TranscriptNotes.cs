using Hansard.Engine;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Translation;

namespace Hansard.Cli.Transcribe;

/// <summary>Sentences on what a transcript lacks, or what was asked for it in vain.</summary>
internal static class TranscriptNotes
{
    /// <param name="transcript">The transcript.</param>
    /// <param name="options">What was asked for.</param>
    public static IEnumerable<string> Of(Transcript transcript, TranscriptionOptions options)
    {
        foreach (var warning in transcript.Warnings) yield return $"warning: {warning}";
        if (transcript.Tokens.Count == 0) yield return "no speech found";
        var languages = string.Join(", ", transcript.UntranslatedLanguages);
        if (languages.Length > 0)
            yield return $"warning: What is said in {languages} is not translated: there is no translator. See 'hansard models list'.";
        if (languages.Length > 0 || transcript.Tokens.Count == 0 || options.Translation is not { } translation) yield break;
        foreach (var note in Untranslated(transcript, translation)) yield return note;
    }

    private static IEnumerable<string> Untranslated(Transcript transcript, TranslationOptions translation)
    {
        var made = transcript.Tokens.Where(token => token.TranslationStatus is TranslationStatus.Translation)
            .Select(token => token.Language).ToHashSet();
        var spoken = string.Join(", ", transcript.Tokens.Where(token => token.TranslationStatus is not TranslationStatus.Translation)
            .Select(token => token.Language).OfType<string>().Distinct());
        var vain = translation switch
        {
            TwoWayTranslation(var a, var b) => made.Count == 0 ? [$"{a}:{b}"] : [],
            SeveralTranslations several => several.Translations.Select(each => each.Target).Where(target => !made.Contains(target)),
            OneWayTranslation(var target) when made.Count == 0 => [target],
            _ => (IEnumerable<string>)[],
        };
        foreach (var target in vain) yield return $"warning: --translate {target} has no effect: all is said in {spoken}.";
    }
}
