using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Hansard.Engine.Recognition.Whisper.Instructions;

namespace Hansard.Benchmarks;

/// <summary>A benchmark for each set of instructions, with memory that does not move.</summary>
public abstract unsafe class KernelBenchmarks
{
    /// <summary>Plain loops instead of kernels.</summary>
    public const string Plain = "plain";

    private readonly Random _random = new(1);
    private readonly List<nint> _memory = [];

    /// <summary>The instructions.</summary>
    [ParamsSource(nameof(Sets))]
    public string Set { get; set; } = Plain;

    /// <summary>Sets of this processor.</summary>
    public static IEnumerable<string> Sets => [Plain, .. InstructionSets.Available.Select(InstructionSets.Name)];

    /// <summary>The kernels of the set; null for plain loops.</summary>
    private protected Kernels? Chosen { get; private set; }

    /// <summary>Finds the kernels.</summary>
    [GlobalSetup]
    public void Choose()
        => Chosen = Set == Plain ? null : Kernels.Of(InstructionSets.Choose(Set));

    /// <summary>Gives the memory back.</summary>
    [GlobalCleanup]
    public void Free()
    {
        foreach (var block in _memory) NativeMemory.AlignedFree((void*)block);
        _memory.Clear();
    }

    /// <summary>Random numbers.</summary>
    private protected T* Of<T>(int count, Func<Random, T> number)
        where T : unmanaged
    {
        var block = (T*)NativeMemory.AlignedAlloc((nuint)(count * sizeof(T)), 64);
        _memory.Add((nint)block);
        for (var i = 0; i < count; i++) block[i] = number(_random);
        return block;
    }
}
