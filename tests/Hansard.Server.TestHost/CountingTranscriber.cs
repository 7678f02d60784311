using System.Runtime.CompilerServices;
using Hansard.Engine;
using Hansard.Engine.Transcripts;
using Hansard.Server.Jobs;

namespace Hansard.Server.TestHost;

/// <summary>Stands in for the engine of live sound: hears a number, and the next one, in every quarter of a second.</summary>
internal sealed class CountingTranscriber : ILiveTranscriber
{
    private const int SampleRate = 16_000;
    private const int SamplesANumber = SampleRate / 4;

    public async IAsyncEnumerable<LiveResult> TranscribeLiveAsync(
        IAsyncEnumerable<LiveInput> input, TranscriptionRequest request, IReadOnlyList<string> terms, EndpointOptions? endpoints,
        TimeSpan longestNonFinal, TimeSpan maximumDuration, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (heard, said) = (0, 0);
        await foreach (var part in input.WithCancellation(cancellationToken))
        {
            if (part is not LiveInput.Sound sound) continue;
            heard += sound.Samples.Length;
            List<TranscriptToken> final = [];
            for (; (said + 1) * SamplesANumber <= heard; said++)
            {
                final.Add(new TranscriptToken
                {
                    Text = $" {said}",
                    StartMs = 250 * said,
                    EndMs = 250 * (said + 1),
                    Confidence = 0.9,
                });
            }

            yield return new LiveResult(
                final, [], TimeSpan.FromMilliseconds(250 * said), TimeSpan.FromSeconds((double)heard / SampleRate), LiveMark.None);
        }
    }
}
