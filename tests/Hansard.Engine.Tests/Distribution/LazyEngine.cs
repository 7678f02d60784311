using System.Collections.Concurrent;
using Hansard.Engine.Distribution;

namespace Hansard.Engine.Tests.Distribution;

/// <summary>Does parts only while nothing is read, as the worker of a job does that has no other one beside it.</summary>
internal sealed class LazyEngine(TranscriptionEngine engine, TimeSpan length) : ISpeechParts
{
    private const int Looks = 3000;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<int, WorkPart> _parts = new();
    private volatile bool _reading = true;

    public TimeSpan PartLength => length;

    public int Outstanding => 2;

    /// <summary>The most parts that waited at once.</summary>
    public int MostWaiting { get; private set; }

    public void Reads(bool isReading) => _reading = isReading;

    public Task SubmitAsync(int number, WorkPart part, CancellationToken cancellationToken)
    {
        _parts[number] = part;
        MostWaiting = Math.Max(MostWaiting, _parts.Count);
        return Task.CompletedTask;
    }

    public async Task<WorkResult> ResultAsync(int number, CancellationToken cancellationToken)
    {
        for (var i = 0; _reading; i++)
        {
            if (i == Looks) throw new TimeoutException("The engine reads, and yet waits for what nobody does.");
            await Task.Delay(Look, cancellationToken);
        }
        var result = await engine.ComputeAsync(_parts[number], null, cancellationToken);
        _parts.TryRemove(number, out _);
        return result;
    }
}
