using System.Threading.Channels;
using Hansard.Engine.Audio;

namespace Hansard.Engine.Tests.Audio;

public sealed class SampleAudioReaderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pieces_of_any_length_are_read_as_one_recording()
    {
        await using var stream = new SampleAudioReader(PiecesAsync([0.1f, 0.2f, 0.3f], [], [0.4f], [0.5f, 0.6f, 0.7f]));
        var buffer = new float[4];
        Assert.Equal(4, await stream.ReadAsync(buffer, Cancellation));
        Assert.Equal([0.1f, 0.2f, 0.3f, 0.4f], buffer);
        Assert.Equal(3, await stream.ReadAsync(buffer, Cancellation));
        Assert.Equal([0.5f, 0.6f, 0.7f], buffer[..3]);
        Assert.Equal(0, await stream.ReadAsync(buffer, Cancellation));
    }

    [Fact]
    public async Task What_is_no_sound_becomes_silence_and_what_is_too_loud_is_cut_off()
    {
        await using var stream = new SampleAudioReader(PiecesAsync([float.NaN, float.PositiveInfinity, 2, -3]));
        var buffer = new float[4];
        await stream.ReadAsync(buffer, Cancellation);
        Assert.Equal([0, 0, 1, -1], buffer);
    }

    [Fact]
    public async Task A_read_that_waits_for_sound_ends_when_it_is_cancelled()
    {
        var silent = Channel.CreateUnbounded<ReadOnlyMemory<float>>();
        await using var stream = new SampleAudioReader(silent.Reader.ReadAllAsync(Cancellation));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var read = stream.ReadAsync(new float[4], stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<float>> PiecesAsync(params float[][] pieces)
    {
        foreach (var piece in pieces)
        {
            await Task.Yield();
            yield return piece;
        }
    }
}
