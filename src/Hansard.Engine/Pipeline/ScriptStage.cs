using Hansard.Engine.Recognition.Languages.Chinese;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Pipeline;

/// <summary>Writes Chinese words in the script that the caller asks for. Terms of the context stay as they were given.</summary>
/// <param name="scripts">The scripts asked for.</param>
/// <param name="terms">Terms of the context.</param>
internal sealed class ScriptStage(RequestedScripts scripts, IReadOnlyList<string> terms)
{
    /// <summary>Makes the stage of a caller's options.</summary>
    public static ScriptStage From(TranscriptionOptions options) => new(
        RequestedScripts.From(options.Language, options.LanguageHints), [.. (options.Context?.Terms ?? []).Select(term => term.Trim())]);

    /// <summary>Writes what is said in the windows of one recording.</summary>
    public IAsyncEnumerable<RecognisedSpeech> WriteAsync(IAsyncEnumerable<RecognisedSpeech> windows)
        => scripts.IsEmpty ? windows : windows.Select(window => window with { Words = Write(window.Words) });

    /// <summary>Writes words.</summary>
    /// <param name="words">Of a window.</param>
    /// <returns>The same words in their scripts.</returns>
    public IReadOnlyList<RecognisedWord> Write(IReadOnlyList<RecognisedWord> words)
    {
        List<RecognisedWord> written = [];
        while (written.Count < words.Count)
        {
            var language = words[written.Count].Language;
            RecognisedWord[] run = [.. words.Skip(written.Count).TakeWhile(word => word.Language == language)];
            if (scripts.Of(language) is not { } script)
            {
                written.AddRange(run);
                continue;
            }
            var converter = new ChineseConverter(script);
            var texts = converter.Convert([.. run.Select(word => word.Text)], terms);
            written.AddRange(run.Zip(texts, (word, text) => word with
            {
                Text = text,
                Alternatives = word.Alternatives.Count == 0
                    ? word.Alternatives
                    : [.. word.Alternatives.SelectMany(heard => converter.Convert([heard], terms)).Distinct()],
            }));
        }
        return written;
    }
}
