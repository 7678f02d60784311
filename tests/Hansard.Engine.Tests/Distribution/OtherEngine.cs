using System.Collections.Concurrent;
using Hansard.Engine.Distribution;

namespace Hansard.Engine.Tests.Distribution;

/// <summary>Has parts done by another engine, which gets them, and gives their results back, as bytes only.</summary>
internal sealed class OtherEngine(TranscriptionEngine engine, TimeSpan length, int outstanding) : ISpeechParts
{
    private readonly ConcurrentDictionary<int, byte[]> _sound = new();

    public TimeSpan PartLength => length;

    public int Outstanding => outstanding;

    /// <summary>The parts that came, by their numbers.</summary>
    public SortedDictionary<int, WorkPart> Parts { get; } = [];

    /// <summary>True while the engine reads the recording.</summary>
    public bool IsReading { get; private set; }

    public void Reads(bool isReading) => IsReading = isReading;

    public Task SubmitAsync(int number, WorkPart part, CancellationToken cancellationToken)
    {
        _sound[number] = Bytes(part.WriteTo);
        lock (Parts) Parts.Add(number, part);
        return Task.CompletedTask;
    }

    public async Task<WorkResult> ResultAsync(int number, CancellationToken cancellationToken)
    {
        Assert.True(_sound.TryRemove(number, out var bytes));
        var result = await engine.ComputeAsync(WorkPart.ReadFrom(new MemoryStream(bytes)), null, cancellationToken);
        return WorkResult.ReadFrom(new MemoryStream(Bytes(result.WriteTo)));
    }

    /// <summary>All that is written.</summary>
    public static byte[] Bytes(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }
}
