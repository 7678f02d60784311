using Hansard.Engine.Transcripts;
using Hansard.Server.Models;

namespace Hansard.Server.Doors;

/// <summary>Speech that was to be translated into English, and could not be.</summary>
internal static class UntranslatedSpeech
{
    /// <summary>Tells a client that nothing of what is said could be translated.</summary>
    /// <returns>Null where something was, or is English already.</returns>
    public static string? Of(Transcript transcript)
    {
        var languages = transcript.Tokens
            .Where(token => token.TranslationStatus is TranslationStatus.None && token.Language is not (null or "en"))
            .Select(token => token.Language!)
            .Distinct()
            .ToList();
        if (languages.Count == 0 || transcript.Tokens.Any(token => token.Language == "en")) return null;
        return $"What is said is {string.Join(", ", languages.Select(LanguageNames.Of))}, which this server cannot translate into English: "
            + "ask for a transcription, or have its operator install a model that translates.";
    }
}
