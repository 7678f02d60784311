using Hansard.Engine.Audio;
using Hansard.Engine.Distribution;
using Hansard.Engine.Recognition;
using Hansard.Engine.Speakers;

namespace Hansard.Engine.Pipeline;

/// <summary>Does a part of the work on somebody's recording.</summary>
/// <param name="resources">Have the networks of speakers.</param>
/// <param name="recogniser">Of the part's model.</param>
/// <param name="progress">Told now and then how much of the part's sound is done; null for nobody.</param>
internal sealed class PartComputation(PipelineResources resources, Recogniser recogniser, IProgress<TimeSpan>? progress)
{
    /// <summary>Does it.</summary>
    /// <exception cref="ArgumentException">The model cannot do it.</exception>
    public async Task<WorkResult> RunAsync(WorkPart part, CancellationToken cancellationToken) => part switch
    {
        SpeechPart words => await new PartRecognition(recogniser, progress).RunAsync(words, cancellationToken).ConfigureAwait(false),
        LanguagePart languages => await IdentifyAsync(languages, cancellationToken).ConfigureAwait(false),
        SpeakerPart speakers => await TellAsync(speakers, cancellationToken).ConfigureAwait(false),
        _ => throw new ArgumentException($"Nobody does the work of {part.GetType()}.", nameof(part)),
    };

    private async Task<LanguageResult> IdentifyAsync(LanguagePart part, CancellationToken cancellationToken)
    {
        if (!recogniser.IdentifiesLanguages) throw new ArgumentException("The model does not tell languages.", nameof(part));
        if (part.Among?.FirstOrDefault(language => !recogniser.Model.Languages.Contains(language)) is { } unknown)
            throw new ArgumentException($"The model does not know the language '{unknown}'.", nameof(part));
        if (part.Windows.Any(window => window.Samples.Length > recogniser.Model.MaximumSeconds * AudioSpecification.SampleRate))
            throw new ArgumentException("A window is longer than the model takes.", nameof(part));
        var languages = await Task.WhenAll(
            part.Windows.Select(window => recogniser.IdentifyAsync(window, part.Among, cancellationToken))).ConfigureAwait(false);
        return new LanguageResult(part.Sha256, [.. languages.SelectMany(window => window)]);
    }

    private Task<SpeakerResult> TellAsync(SpeakerPart part, CancellationToken cancellationToken)
    {
        return resources.SpeakerThread.RunAsync(Tell, () => progress?.Report(TimeSpan.Zero), cancellationToken);

        SpeakerResult Tell(ISideBySide workers)
        {
            var networks = new OwnNetworks(resources.SpeakerModels, workers);
            var outputs = part.Kind is WorkKind.Segmentation
                ? networks.Segment(part.Sounds, cancellationToken)
                : networks.Embed(part.Sounds, cancellationToken);
            List<float[]> done = [];
            foreach (var output in outputs)
            {
                done.Add(output);
                progress?.Report(done.Count / (double)part.Sounds.Count * part.Length);
            }
            return new SpeakerResult(part.Sha256, done);
        }
    }
}
