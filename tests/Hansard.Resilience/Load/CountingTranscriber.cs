using System.Globalization;
using System.Runtime.CompilerServices;
using Hansard.Engine;
using Hansard.Engine.Transcripts;
using Hansard.Server.Jobs;

namespace Hansard.Resilience.Load;

/// <summary>Stands in for the engine of live sound: a word for each piece of it, which says how much had come by then.</summary>
internal sealed class CountingTranscriber : ILiveTranscriber
{
    private const int PerMillisecond = 16;

    public async IAsyncEnumerable<LiveResult> TranscribeLiveAsync(
        IAsyncEnumerable<LiveInput> input, TranscriptionRequest request, IReadOnlyList<string> terms, EndpointOptions? endpoints,
        TimeSpan longestNonFinal, TimeSpan maximumDuration, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var heard = 0L;
        await foreach (var one in input.WithCancellation(cancellationToken))
        {
            if (one is not LiveInput.Sound sound) continue;
            heard += sound.Samples.Length;
            var to = TimeSpan.FromMilliseconds((double)heard / PerMillisecond);
            var token = new TranscriptToken
            {
                Text = string.Create(CultureInfo.InvariantCulture, $" {to.TotalMilliseconds:0}"),
                Confidence = 1,
                StartMs = (int)to.TotalMilliseconds,
                EndMs = (int)to.TotalMilliseconds,
            };
            yield return new LiveResult([token], [], to, to, LiveMark.None);
        }
    }
}
