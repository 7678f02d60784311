using Hansard.Engine.Audio;
using Hansard.Engine.Speakers.Features;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers;

/// <summary>What is kept of a recording to tell its speakers when it has been read: speaker features (on disk) and speech probabilities.</summary>
internal sealed class SpeakerRecording(ISpeakerFrontEnd frontEnd) : IDisposable
{
    /// <summary>Its features.</summary>
    public FeatureSpool Features { get; } = new(frontEnd);

    /// <summary>The speech probability of every 32 ms: 2 MB for five hours.</summary>
    public List<float> Probabilities { get; } = [];

    /// <summary>Frames of 10 ms that lie in it whole.</summary>
    public int Frames => (int)(Features.Samples / ISpeakerFrontEnd.Hop);

    /// <summary>A recording that is kept while somebody reads it. Owns the one that it listens to.</summary>
    public IAudioReader Listen(IAudioReader audio) => new Listener(audio, Features);

    /// <summary>Where somebody speaks, in frames of 10 ms.</summary>
    public List<(int Start, int End)> Speech(SegmentationOptions options)
    {
        var segmenter = new SpeechSegmenter(options);
        foreach (var probability in Probabilities) segmenter.Add(probability);
        segmenter.Finish(Features.Samples);
        List<(int Start, int End)> regions = [];
        while (segmenter.TryTake(out var region)) regions.Add((Math.Max(0, Frame(region.Start)), Math.Min(Frames, Frame(region.End))));
        return regions;
    }

    /// <inheritdoc />
    public void Dispose() => Features.Dispose();

    private static int Frame(long sample) => (int)Math.Round((double)sample / ISpeakerFrontEnd.Hop);

    private sealed class Listener(IAudioReader audio, FeatureSpool features) : IAudioReader
    {
        private bool _ended;

        public async ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken)
        {
            var count = await audio.ReadAsync(samples, cancellationToken).ConfigureAwait(false);
            features.Append(samples.Span[..count]);
            if (count < samples.Length && !_ended)
            {
                _ended = true;
                features.Complete();
            }
            return count;
        }

        public ValueTask DisposeAsync() => audio.DisposeAsync();
    }
}
