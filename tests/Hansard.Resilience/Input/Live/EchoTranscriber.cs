using System.Runtime.CompilerServices;
using Hansard.Engine;
using Hansard.Server.Jobs;

namespace Hansard.Resilience.Input.Live;

/// <summary>Stands in for the engine of live sound: takes all of it in, and hears nothing.</summary>
internal sealed class EchoTranscriber : ILiveTranscriber
{
    public async IAsyncEnumerable<LiveResult> TranscribeLiveAsync(
        IAsyncEnumerable<LiveInput> input, TranscriptionRequest request, IReadOnlyList<string> terms, EndpointOptions? endpoints,
        TimeSpan longestNonFinal, TimeSpan maximumDuration, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var _ in input.WithCancellation(cancellationToken)) continue;
        yield break;
    }
}
