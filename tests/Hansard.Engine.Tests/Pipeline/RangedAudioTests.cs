using Hansard.Engine.Audio;
using Hansard.Engine.Pipeline;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Tests.Pipeline;

/// <summary>A recording whose every sample is the second in which it lies.</summary>
public sealed class RangedAudioTests
{
    [Fact]
    public async Task Stretches_follow_on_one_another_in_time_order()
        => Assert.Equal([(2, 1.0), (5, 1.0), (6, 0.5)], await ReadAsync((5.5, 6.5), (2, 3), (5, 6)));

    [Fact]
    public async Task A_stretch_that_reaches_beyond_the_end_ends_there() => Assert.Equal([(8, 1.0), (9, 1.0)], await ReadAsync((8, 100)));

    [Fact]
    public async Task A_stretch_beyond_the_end_is_empty() => Assert.Empty(await ReadAsync((11, 12)));

    [Fact]
    public async Task Nothing_is_read_beyond_the_last_stretch()
    {
        await using var audio = new SecondsReader();
        await using var ranged = new RangedAudio(audio, [Range(1, 2)]);
        await ReadAsync(ranged);
        Assert.Equal(2 * AudioSpecification.SampleRate, audio.Position);
    }

    private static async Task<IEnumerable<(int Second, double Length)>> ReadAsync(params (double Start, double End)[] ranges)
    {
        await using var ranged = new RangedAudio(new SecondsReader(), [.. ranges.Select(r => Range(r.Start, r.End))]);
        return (await ReadAsync(ranged)).GroupBy(s => (int)s).Select(g => (g.Key, (double)g.Count() / AudioSpecification.SampleRate));
    }

    private static TimeRange Range(double start, double end) => new(TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(end));

    private static async Task<List<float>> ReadAsync(RangedAudio audio)
    {
        List<float> samples = [];
        var block = new float[10_007];
        int count;
        while ((count = await audio.ReadAsync(block, TestContext.Current.CancellationToken)) > 0)
        {
            samples.AddRange(block[..count]);
            if (count < block.Length) break;
        }
        Assert.Equal(0, await audio.ReadAsync(block, TestContext.Current.CancellationToken));
        return samples;
    }

    /// <summary>Ten seconds.</summary>
    private sealed class SecondsReader : IAudioReader
    {
        private const int Samples = 10 * AudioSpecification.SampleRate;

        public int Position { get; private set; }

        public ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken)
        {
            var count = Math.Min(samples.Length, Samples - Position);
            for (var i = 0; i < count; i++) samples.Span[i] = (Position + i) / AudioSpecification.SampleRate;
            Position += count;
            return ValueTask.FromResult(count);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
