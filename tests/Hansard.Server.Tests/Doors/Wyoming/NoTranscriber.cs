using Hansard.Engine;
using Hansard.Server.Jobs;

namespace Hansard.Server.Tests.Doors.Wyoming;

/// <summary>For servers of which no words are wanted.</summary>
internal sealed class NoTranscriber : ILiveTranscriber
{
    public IAsyncEnumerable<LiveResult> TranscribeLiveAsync(
        IAsyncEnumerable<LiveInput> input, TranscriptionRequest request, IReadOnlyList<string> terms, EndpointOptions? endpoints,
        TimeSpan longestNonFinal, TimeSpan maximumDuration, CancellationToken cancellationToken)
        => throw new InvalidOperationException("Nothing is transcribed here.");
}
