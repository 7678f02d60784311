using Hansard.Server.Waveforms;

namespace Hansard.Server.Tests.Waveforms;

public sealed class WaveformBuilderTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(160)]
    [InlineData(16_001)]
    [InlineData(16_000 * 60 * 10)]
    public void A_peak_stands_where_it_is_in_the_recording_however_long_that_is(int length)
    {
        var samples = new float[length];
        samples[length * 3 / 4] = 1;
        samples[length / 4] = -0.5f;
        var builder = new WaveformBuilder();
        foreach (var part in samples.Chunk(7777)) builder.Add(part);
        var waveform = builder.Build();

        Assert.Equal(length / 16, waveform.DurationMs);
        Assert.InRange(waveform.Maximum.Length, 1, 2 * WaveformBuilder.MaximumPoints);
        Assert.Equal(waveform.Minimum.Length, waveform.Maximum.Length);
        Assert.Equal(-64, waveform.Minimum.Min());
        Assert.Equal(127, waveform.Maximum.Max());
        var place = Array.IndexOf(waveform.Maximum, (sbyte)127) / (double)waveform.Maximum.Length;
        Assert.InRange(place, Math.Max(0, 0.75 - (320.0 / length) - 0.001), 0.7501);
    }

    [Fact]
    public void Fewer_points_keep_every_peak()
    {
        var waveform = new Waveform(1000, [0, -3, 0, 0, -9, 0, 0], [1, 2, 3, 4, 5, 6, 7]);

        var reduced = waveform.Reduce(3);

        Assert.Equal([-3, 0, -9], reduced.Minimum.Select(value => (int)value));
        Assert.Equal([2, 4, 7], reduced.Maximum.Select(value => (int)value));
        Assert.Same(waveform, waveform.Reduce(7));
    }

    [Fact]
    public void A_recording_without_samples_has_an_empty_waveform()
        => Assert.Equal((0L, 0), (new WaveformBuilder().Build().DurationMs, new WaveformBuilder().Build().Maximum.Length));
}
