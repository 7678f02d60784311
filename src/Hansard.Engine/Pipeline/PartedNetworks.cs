using Hansard.Engine.Audio;
using Hansard.Engine.Distribution;
using Hansard.Engine.Speakers;

namespace Hansard.Engine.Pipeline;

/// <summary>Has the networks that tell speakers run by whoever takes their inputs, in parts.</summary>
/// <remarks>The thread that takes the outputs waits: it has nothing else to do.</remarks>
/// <param name="distribution">The recording's.</param>
internal sealed class PartedNetworks(SpeechDistribution distribution) : ISpeakerNetworks
{
    /// <summary>Sound in a part, of that in one whose words are wanted: the networks take a tenth of the time, and 2 MB a minute.</summary>
    private const int Factor = 4;

    private readonly long _length = Math.Min(
        (long)(Factor * distribution.Parts.PartLength.TotalSeconds * AudioSpecification.SampleRate), WorkPart.MostSamples / 2);

    /// <inheritdoc />
    public IEnumerable<float[]> Segment(IEnumerable<SpeakerSound> windows, CancellationToken cancellationToken)
        => Run(WorkKind.Segmentation, windows, cancellationToken);

    /// <inheritdoc />
    public IEnumerable<float[]> Embed(IEnumerable<SpeakerSound> pieces, CancellationToken cancellationToken)
        => Run(WorkKind.Voices, pieces, cancellationToken);

    private IEnumerable<float[]> Run(WorkKind kind, IEnumerable<SpeakerSound> sounds, CancellationToken cancellationToken)
    {
        // Whoever stops taking wants no part any more.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var outstanding = new Queue<Task<IReadOnlyList<float[]>>>();
        try
        {
            foreach (var part in Parts(kind, sounds))
            {
                if (outstanding.Count >= distribution.Parts.Outstanding)
                    foreach (var output in outstanding.Dequeue().GetAwaiter().GetResult()) yield return output;
                outstanding.Enqueue(Submit(part, stop.Token));
            }
            while (outstanding.TryDequeue(out var next))
                foreach (var output in next.GetAwaiter().GetResult()) yield return output;
        }
        finally
        {
            stop.Cancel();
            foreach (var part in outstanding) ((Task)part).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        }
    }

    private IEnumerable<SpeakerPart> Parts(WorkKind kind, IEnumerable<SpeakerSound> sounds)
    {
        List<SpeakerSound> part = [];
        var samples = 0L;
        foreach (var sound in sounds)
        {
            part.Add(sound);
            samples += sound.Samples.Length;
            if (samples < _length && part.Count < SpeakerPart.MostSounds) continue;
            yield return new SpeakerPart(distribution.Settings.Model, kind, part);
            (part, samples) = ([], 0);
        }
        if (part.Count > 0) yield return new SpeakerPart(distribution.Settings.Model, kind, part);
    }

    /// <summary>Gives a part away, of which only the checksum is kept.</summary>
    private Task<IReadOnlyList<float[]>> Submit(SpeakerPart part, CancellationToken cancellationToken)
    {
        var number = distribution.NextNumber();
        distribution.Parts.SubmitAsync(number, part, cancellationToken).GetAwaiter().GetResult();
        return ResultAsync(number, part.Sha256, part.Sounds.Count, cancellationToken);
    }

    private async Task<IReadOnlyList<float[]>> ResultAsync(int number, string part, int count, CancellationToken cancellationToken)
    {
        var result = await distribution.Parts.ResultAsync(number, cancellationToken).ConfigureAwait(false);
        return result.Of<SpeakerResult, float[]>(part, count, found => found.Outputs);
    }
}
