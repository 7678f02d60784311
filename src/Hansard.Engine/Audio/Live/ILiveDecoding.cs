namespace Hansard.Engine.Audio.Live;

/// <summary>A way in which sound that arrives as bytes becomes samples. One task writes, and one reads.</summary>
internal interface ILiveDecoding : IAsyncDisposable
{
    /// <summary>Takes bytes as they arrive. Waits while what came before is not decoded.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Ends the sound.</summary>
    ValueTask CompleteAsync(CancellationToken cancellationToken);

    /// <summary>Ends the sound though it is broken off: what was decoded of it stands.</summary>
    void Abandon();

    /// <summary>Reads the sound as it is decoded: 16 kHz mono.</summary>
    IAsyncEnumerable<ReadOnlyMemory<float>> ReadAsync(CancellationToken cancellationToken);
}
