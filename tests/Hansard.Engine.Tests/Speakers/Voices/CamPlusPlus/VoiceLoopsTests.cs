using Hansard.Engine.Speakers.Voices.CamPlusPlus;

namespace Hansard.Engine.Tests.Speakers.Voices.CamPlusPlus;

/// <summary>The loops against plain code.</summary>
public sealed unsafe class VoiceLoopsTests
{
    private const int Count = 96;
    private const float Tolerance = 1e-5f;
    private readonly Random _random = new(1);

    [Fact]
    public void Rows_are_scaled_shifted_and_rectified()
    {
        var (row, scale, shift, result) = (Numbers(Count), Numbers(Count), Numbers(Count), new float[Count]);
        float greatest;
        fixed (float* from = row, factor = scale, offset = shift, to = result)
            greatest = VoiceLoops.Activate(from, factor, offset, Count, to);

        for (var i = 0; i < Count; i++) Assert.Equal(Math.Max((row[i] * scale[i]) + shift[i], 0), result[i], Tolerance);
        Assert.Equal(result.Max(), greatest);
    }

    [Fact]
    public void Numbers_become_bytes_of_the_greatest_of_them()
    {
        var values = Array.ConvertAll(Numbers(Count), Math.Abs);
        var bytes = new byte[Count];
        float step;
        fixed (float* from = values)
        fixed (byte* to = bytes) step = VoiceLoops.Quantise(from, Count, VoiceLoops.Greatest(from, Count), to);

        Assert.Equal(values.Max() / 255, step, Tolerance);
        Assert.Equal(255, bytes.Max());
        for (var i = 0; i < Count; i++) Assert.InRange(Math.Abs((bytes[i] * step) - values[i]), 0, (step / 2) + Tolerance);
    }

    [Fact]
    public void Zeros_become_zeros()
    {
        var (values, bytes) = (new float[Count], Enumerable.Repeat((byte)1, Count).ToArray());
        fixed (float* from = values)
        fixed (byte* to = bytes) VoiceLoops.Quantise(from, Count, 0, to);

        Assert.All(bytes, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Sums_become_numbers()
    {
        int[] sums = [.. Enumerable.Range(0, Count).Select(_ => _random.Next(-5000, 5000))];
        var (scales, bias) = (Numbers(Count), Numbers(Count));
        var (plain, rectified, added, result) = (new float[Count], new float[Count], Numbers(Count), new float[Count]);
        float greatest, greatestAdded;
        fixed (int* from = sums)
        fixed (float* scale = scales, offset = bias, one = plain, two = rectified, other = added, three = result)
        {
            VoiceLoops.Finish(from, 0.001f, scale, offset, Count, one);
            greatest = VoiceLoops.FinishRectified(from, 0.001f, scale, offset, Count, two);
            greatestAdded = VoiceLoops.FinishAdded(from, 0.001f, scale, offset, Count, other, three);
        }

        for (var i = 0; i < Count; i++)
        {
            var expected = (sums[i] * 0.001f * scales[i]) + bias[i];
            Assert.Equal(expected, plain[i], Tolerance);
            Assert.Equal(Math.Max(expected, 0), rectified[i], Tolerance);
            Assert.Equal(Math.Max(expected + added[i], 0), result[i], Tolerance);
        }
        Assert.Equal((rectified.Max(), result.Max()), (greatest, greatestAdded));
    }

    [Fact]
    public void Places_of_a_convolution_are_added()
    {
        var (sums, scales, result) = (new[] { 3, -4 }.Concat(new int[14]).ToArray(), Numbers(16), Numbers(16));
        var before = (float[])result.Clone();
        fixed (int* from = sums)
        fixed (float* scale = scales, to = result) VoiceLoops.AddPlace(from, 0.5f, scale, 16, to);

        for (var i = 0; i < 16; i++) Assert.Equal(before[i] + (sums[i] * 0.5f * scales[i]), result[i], Tolerance);
    }

    [Fact]
    public void Nine_numbers_are_convolved_to_32_channels()
    {
        var (values, weights, bias, result) = (Numbers(21), Numbers(9 * 32), Numbers(32), new float[32]);
        float greatest;
        fixed (float* from = values, weight = weights, offset = bias, to = result)
            greatest = VoiceLoops.Places(from, 7, weight, offset, to);

        for (var o = 0; o < 32; o++)
        {
            var expected = bias[o];
            for (var place = 0; place < 9; place++) expected += values[(place / 3 * 7) + (place % 3)] * weights[(place * 32) + o];
            Assert.Equal(Math.Max(expected, 0), result[o], Tolerance);
        }
        Assert.Equal(result.Max(), greatest);
    }

    private float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((2 * _random.NextDouble()) - 1))];
}
