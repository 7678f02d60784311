using BenchmarkDotNet.Attributes;
using Hansard.Engine.Recognition.Whisper.Instructions;

namespace Hansard.Benchmarks;

/// <summary>Rows of Whisper base: 512 numbers, and 2048 between the two feed-forward layers.</summary>
public unsafe class RowBenchmarks : KernelBenchmarks
{
    private const int Width = 512;
    private const int Inner = 2048;

    private readonly float* _row;
    private readonly float* _inner;
    private readonly float* _result;
    private readonly float* _constants;
    private readonly int* _sums;
    private readonly byte* _bytes;

    /// <summary>Makes rows.</summary>
    public RowBenchmarks()
    {
        static float Number(Random random) => (random.NextSingle() * 4) - 2;
        _row = Of(Width, Number);
        _inner = Of(Inner, Number);
        _result = Of(Inner, Number);
        _constants = Of(3 * Inner, Number);
        _sums = Of(Inner, r => r.Next(-1_000_000, 1_000_000));
        _bytes = Of(Inner, _ => (byte)0);
    }

    /// <summary>Layer normalisation.</summary>
    [Benchmark]
    public void Normalise()
    {
        if (Chosen is null) PlainLoops.Normalise(_row, Width, _constants, _constants + Width, _result);
        else Chosen.Normalise(_row, Width, _constants, _constants + Width, _result);
    }

    /// <summary>The activation.</summary>
    [Benchmark]
    public void Gelu()
    {
        new Span<float>(_inner, Inner).CopyTo(new Span<float>(_result, Inner));
        if (Chosen is null) PlainLoops.Gelu(_result, Inner);
        else Chosen.Gelu(_result, Inner);
    }

    /// <summary>To 8 bits.</summary>
    [Benchmark]
    public float Quantise() => (Chosen is null
        ? PlainLoops.Quantise(_inner, Inner, _bytes)
        : Chosen.Quantise(_inner, Inner, _bytes)).Step;

    /// <summary>From sums to numbers.</summary>
    [Benchmark]
    public void Finish()
    {
        var scale = new RowScale(0.01f, -1);
        if (Chosen is null) PlainLoops.Finish(_sums, scale, _constants, Inner, _result);
        else Chosen.Finish(_sums, scale, _constants, Inner, _result);
    }
}
