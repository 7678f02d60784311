using Hansard.Engine.Recognition.Whisper.Instructions;

namespace Hansard.Benchmarks;

/// <summary>The loops as one would write them first, number by number in single precision.</summary>
internal static unsafe class PlainLoops
{
    public static void Normalise(float* row, int width, float* gain, float* bias, float* result)
    {
        float sum = 0, squares = 0;
        for (var i = 0; i < width; i++) sum += row[i];
        var mean = sum / width;
        for (var i = 0; i < width; i++) squares += (row[i] - mean) * (row[i] - mean);
        var factor = 1 / MathF.Sqrt((squares / width) + 1e-5f);
        for (var i = 0; i < width; i++) result[i] = ((row[i] - mean) * factor * gain[i]) + bias[i];
    }

    /// <summary>With the error function of Abramowitz and Stegun, 7.1.26.</summary>
    public static void Gelu(float* row, int width)
    {
        for (var i = 0; i < width; i++)
        {
            var z = MathF.Abs(row[i]) * 0.70710678f;
            var t = 1 / ((0.3275911f * z) + 1);
            var tail = (((((((1.061405429f * t) - 1.453152027f) * t) + 1.421413741f) * t) - 0.284496736f) * t) + 0.254829592f;
            tail *= t * MathF.Exp(-z * z) / 2;
            row[i] *= row[i] < 0 ? tail : 1 - tail;
        }
    }

    public static RowScale Quantise(float* values, int count, byte* bytes)
    {
        var (least, greatest) = (values[0], values[0]);
        for (var i = 1; i < count; i++) (least, greatest) = (MathF.Min(least, values[i]), MathF.Max(greatest, values[i]));
        var scale = new RowScale((greatest - least) / byte.MaxValue, least);
        var inverse = 1 / scale.Step;
        for (var i = 0; i < count; i++) bytes[i] = (byte)MathF.Round((values[i] - least) * inverse);
        return scale;
    }

    public static void Finish(int* sums, RowScale scale, float* constants, int outputs, float* result)
    {
        for (var i = 0; i < outputs; i++)
        {
            var at = (i / 16 * 48) + (i % 16);
            result[i] = (sums[i] * scale.Step * constants[at]) + constants[at + 32] + (scale.Offset * constants[at + 16]);
        }
    }

    public static float Softmax(int* scores, int count, float scale, byte* weights)
    {
        var greatest = scores[0];
        for (var i = 1; i < count; i++) greatest = Math.Max(greatest, scores[i]);
        var sum = 0f;
        for (var i = 0; i < count; i++)
        {
            var weight = byte.MaxValue * MathF.Exp((scores[i] - greatest) * scale);
            sum += weight;
            weights[i] = (byte)MathF.Round(weight);
        }
        return sum;
    }

    public static void Scores(sbyte* keys, int blocks, float* queries, int count, float* scores, int stride)
    {
        for (var i = 0; i < count; i++)
        {
            for (var at = 0; at < blocks * Kernels.KeyBlock; at++)
            {
                var from = keys + (at / 32 * 32 * 64) + (at % 32);
                var sum = 0f;
                for (var channel = 0; channel < 64; channel++) sum += queries[(i * 64) + channel] * from[channel * 32];
                scores[(i * stride) + at] = sum;
            }
        }
    }

    public static void Mix(sbyte* values, int positions, float* weights, int stride, int count, float* mixed)
    {
        for (var i = 0; i < count; i++)
        {
            new Span<float>(mixed + (i * 64), 64).Clear();
            for (var at = 0; at < positions; at++)
                for (var channel = 0; channel < 64; channel++)
                    mixed[(i * 64) + channel] += weights[(i * stride) + at] * values[(at * 64) + channel];
        }
    }
}
