using Hansard.Engine.Audio;
using Hansard.Engine.Recognition;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Translation;

namespace Hansard.Engine.Pipeline;

/// <summary>Translates speech into English by a speech model that can, for languages that no text model translates.</summary>
/// <remarks>
/// The recording is read a second time, and the audio of each sentence decoded by itself: so a translation belongs to its sentence, which
/// nothing in the translation of a whole window would tell. Terms cannot be given to it.
/// </remarks>
/// <param name="recogniser">Not owned.</param>
/// <param name="open">Opens the recording at its start.</param>
/// <param name="beamSize">Hypotheses kept.</param>
/// <param name="translated">Called after every sentence.</param>
internal sealed class SpokenTranslator(
    Recogniser recogniser, Func<CancellationToken, Task<IAudioReader>> open, int beamSize, Action translated) : ISpeechTranslator
{
    /// <summary>The language that speech models translate into.</summary>
    public const string Target = "en";

    // Times of words are a little uncertain, and a cut word is a wrong one.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(0.15);

    /// <summary>Pairs of languages that a model translates by itself.</summary>
    public static IEnumerable<LanguagePair> PairsOf(ISpeechModel model)
        => model is IEnglishTranslation translation ? PairsOf(translation.TranslatedLanguages) : [];

    /// <summary>The pairs of a model that translates these languages by itself.</summary>
    public static IEnumerable<LanguagePair> PairsOf(IReadOnlyCollection<string> translated)
        => translated.Select(language => new LanguagePair(language, Target));

    /// <inheritdoc />
    public bool Translates(LanguagePair pair) => PairsOf(recogniser.Model).Contains(pair);

    /// <inheritdoc />
    public async Task<IReadOnlyList<TranslatedSentence>> TranslateAsync(
        LanguagePair pair, IReadOnlyList<TimeRange> sentences, CancellationToken cancellationToken)
    {
        await using var audio = await open(cancellationToken).ConfigureAwait(false);
        var history = new SampleHistory();
        var translations = new List<TranslatedSentence>(sentences.Count);
        Queue<Task<TranslatedSentence>> running = [];
        foreach (var (start, end) in sentences)
        {
            var samples = await audio.CutAsync(
                history, Sample(start - Margin), Sample(end + Margin), cancellationToken).ConfigureAwait(false);
            running.Enqueue(TranslateAsync(pair.Source, samples, cancellationToken));
            while (running.Count > 2 * recogniser.Threads) await TakeAsync().ConfigureAwait(false);
        }

        while (running.Count > 0) await TakeAsync().ConfigureAwait(false);
        return translations;

        async Task TakeAsync()
        {
            translations.Add(await running.Dequeue().ConfigureAwait(false));
            translated();
        }
    }

    private async Task<TranslatedSentence> TranslateAsync(string language, float[] samples, CancellationToken cancellationToken)
    {
        var longest = (int)(recogniser.Model.MaximumSeconds * AudioSpecification.SampleRate);
        var windows = await Task.WhenAll(samples.Chunk(longest).Select(piece => recogniser.RecogniseAsync(
            new RecognitionRequest(piece, [new SpeechInterval(0, (double)piece.Length / AudioSpecification.SampleRate)], language)
            {
                BeamSize = beamSize,
                Task = SpeechTask.Translate,
            },
            cancellationToken))).ConfigureAwait(false);
        var text = string.Join(' ', windows.Select(window => window.Text.Trim()).Where(part => part.Length > 0));
        return new TranslatedSentence(text, windows.Length == 0 ? 0 : Math.Exp(windows.Min(window => window.AverageLogProbability)));
    }

    private static long Sample(TimeSpan time) => Math.Max(0, (long)(time.TotalSeconds * AudioSpecification.SampleRate));
}
