using Hansard.Engine.Audio;
using Hansard.Engine.Distribution;
using Hansard.Engine.Recognition;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Pipeline;

/// <summary>Recognises a part of somebody's recording.</summary>
/// <param name="recogniser">Of the part's model.</param>
/// <param name="progress">Told after each window how much of the part's sound is done; null for nobody.</param>
internal sealed class PartRecognition(Recogniser recogniser, IProgress<TimeSpan>? progress)
{
    /// <summary>Recognises a part.</summary>
    /// <exception cref="ArgumentException">The model cannot recognise it.</exception>
    public async Task<RecognisedPart> RunAsync(SpeechPart part, CancellationToken cancellationToken)
    {
        Check(part);
        var settings = RecognitionSettings.From(part.Settings.ToOptions());
        var stage = new RecognitionStage(recogniser, settings, tracks: 1);
        List<RecognisedSpeech> done = [];
        var samples = 0L;
        await foreach (var window in stage.RecogniseAsync(part.Windows.ToAsyncEnumerable(), cancellationToken).ConfigureAwait(false))
        {
            done.Add(window);
            samples += window.EndSample - window.StartSample;
            progress?.Report(AudioSpecification.Duration(samples));
        }
        return new RecognisedPart(part.Sha256, done);
    }

    private void Check(SpeechPart part)
    {
        foreach (var (window, decision) in part.Windows)
        {
            if (window.Samples.Length > recogniser.Model.MaximumSeconds * AudioSpecification.SampleRate)
                throw new ArgumentException("A window is longer than the model takes.", nameof(part));
            IEnumerable<string?> languages = [decision.Language, .. decision.Alternatives.Select(a => a.Language)];
            if (languages.FirstOrDefault(l => l is not null && !recogniser.Model.Languages.Contains(l)) is { } unknown)
                throw new ArgumentException($"The model does not know the language '{unknown}'.", nameof(part));
            if (decision.Language is null && recogniser.IdentifiesLanguages)
                throw new ArgumentException("The model has to be told the language of each window.", nameof(part));
        }
    }
}
