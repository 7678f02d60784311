using BenchmarkDotNet.Attributes;
using Hansard.Engine.Recognition.Whisper.Instructions;

namespace Hansard.Benchmarks;

/// <summary>Attention of a head to the 1500 positions of 30 s.</summary>
public unsafe class AttentionBenchmarks : KernelBenchmarks
{
    private const int Positions = 1500;
    private const int Blocks = 47;
    private const int Stride = 32 * Blocks;
    private const int Five = Kernels.QueryGroup;

    private readonly int* _sums;
    private readonly byte* _bytes;
    private readonly sbyte* _keys;
    private readonly float* _queries;
    private readonly float* _weights;
    private readonly float* _mixed;

    /// <summary>Makes keys, values and queries.</summary>
    public AttentionBenchmarks()
    {
        _sums = Of(Stride, r => r.Next(-50_000, 50_000));
        _bytes = Of(Stride, _ => (byte)0);
        _keys = Of(64 * Stride, r => (sbyte)r.Next(-127, 128));
        _queries = Of(64 * Five, r => r.NextSingle() - 0.5f);
        _weights = Of(Five * Stride, r => r.NextSingle());
        _mixed = Of(64 * Five, _ => 0f);
    }

    /// <summary>Weights of the encoder.</summary>
    [Benchmark]
    public float Softmax() => Chosen is null
        ? PlainLoops.Softmax(_sums, Positions, 1e-4f, _bytes)
        : Chosen.Softmax(_sums, Positions, 1504, 1e-4f, _bytes);

    /// <summary>Scores of one query of the decoder.</summary>
    [Benchmark]
    public void ScoresOfOne() => Scores(1);

    /// <summary>Scores of a beam.</summary>
    [Benchmark]
    public void ScoresOfFive() => Scores(Five);

    /// <summary>Values of one query.</summary>
    [Benchmark]
    public void MixOfOne() => Mix(1);

    /// <summary>Values of a beam.</summary>
    [Benchmark]
    public void MixOfFive() => Mix(Five);

    private void Scores(int count)
    {
        if (Chosen is null) PlainLoops.Scores(_keys, Blocks, _queries, count, _weights, Stride);
        else Chosen.Scores(_keys, Blocks, _queries, count, _weights, Stride);
    }

    private void Mix(int count)
    {
        if (Chosen is null) PlainLoops.Mix(_keys, Positions, _weights, Stride, count, _mixed);
        else Chosen.Mix(_keys, Positions, _weights, Stride, count, _mixed);
    }
}
