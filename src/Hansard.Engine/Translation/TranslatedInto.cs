using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Translation;

/// <summary>Takes one language's translation out of a transcript that has several.</summary>
public static class TranslatedInto
{
    /// <summary>Selects a translation.</summary>
    /// <param name="transcript">A transcript made with <see cref="SeveralTranslations"/>.</param>
    /// <param name="target">ISO 639-1.</param>
    /// <returns>As if that language alone had been asked for.</returns>
    public static Transcript Select(Transcript transcript, string target)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        List<TranscriptToken> tokens = [];
        for (var i = 0; i < transcript.Tokens.Count;)
        {
            if (transcript.Tokens[i].TranslationStatus is not TranslationStatus.Original)
            {
                tokens.Add(transcript.Tokens[i++]);
                continue;
            }
            // A sentence, and what it is translated to.
            var original = Run(transcript.Tokens, ref i, TranslationStatus.Original);
            var translations = Run(transcript.Tokens, ref i, TranslationStatus.Translation);
            var translation = translations.Where(token => token.Language == target).ToList();
            var status = translation.Count > 0 ? TranslationStatus.Original : TranslationStatus.None;
            tokens.AddRange(original.Select(token => token with { TranslationStatus = status }));
            tokens.AddRange(translation);
        }
        return transcript with { Tokens = tokens };
    }

    private static List<TranscriptToken> Run(IReadOnlyList<TranscriptToken> tokens, ref int i, TranslationStatus status)
    {
        List<TranscriptToken> run = [];
        for (; i < tokens.Count && tokens[i].TranslationStatus == status; i++) run.Add(tokens[i]);
        return run;
    }
}
