using Hansard.Engine.Audio;
using Hansard.Engine.Speakers.Features;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers;

/// <summary>The features of a recording, on disk, and its stretches of speech, kept to tell its speakers when it has been read.</summary>
internal sealed class SpeakerRecording(ISpeakerFrontEnd frontEnd, SpeechRecord speech) : IDisposable
{
    /// <summary>Its features.</summary>
    public FeatureSpool Features { get; } = new(frontEnd);

    /// <summary>The stretches in which somebody speaks.</summary>
    public SpeechRecord Speech => speech;

    /// <summary>Frames of 10 ms that lie in it whole.</summary>
    public int Frames => (int)(Features.Samples / ISpeakerFrontEnd.Hop);

    /// <summary>
    /// The features are kept while somebody reads the recording from the reader that this gives; it owns the one that it listens to.
    /// </summary>
    public IAudioReader Listen(IAudioReader audio) => new Listener(audio, Features);

    /// <inheritdoc />
    public void Dispose() => Features.Dispose();

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
