using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hansard.Engine.Models;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Hansard.Engine.Matrices;

/// <summary>A matrix in memory that does not move, row after row, whose parts are tensors without being copied.</summary>
internal sealed unsafe class Matrix<T> : IDisposable
    where T : unmanaged
{
    /// <summary>A cache line, and a vector of AVX-512.</summary>
    private const nuint Alignment = 64;

    private readonly bool _isOwned;
    private bool _isDisposed;

    /// <summary>Allocates a matrix, uninitialised.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    public Matrix(int rows, int columns)
    {
        (Rows, Columns) = (rows, columns);
        Start = (T*)NativeMemory.AlignedAlloc((nuint)rows * (nuint)columns * (nuint)Unsafe.SizeOf<T>(), Alignment);
        _isOwned = true;
    }

    private Matrix(T* start, int rows, int columns)
    {
        (Rows, Columns) = (rows, columns);
        Start = start;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>The first row's first element.</summary>
    public T* Start { get; }

    /// <summary>A row's first element.</summary>
    public T* Row(int row) => Start + ((nint)row * Columns);

    /// <summary>The memory of a tensor as a matrix, which owns nothing of it.</summary>
    public static Matrix<T> Over(OrtValue tensor, int rows, int columns)
    {
        fixed (T* start = tensor.GetTensorMutableDataAsSpan<T>()) return new Matrix<T>(start, rows, columns);
    }

    /// <summary>Rows as a matrix, which owns nothing of them.</summary>
    public Matrix<T> Part(int first, int rows) => new(Row(first), rows, Columns);

    /// <summary>Rows as one span.</summary>
    public Span<T> Span(int first, int rows) => new(Row(first), rows * Columns);

    /// <summary>Rows as a tensor, which the caller disposes of; the memory stays this matrix's.</summary>
    /// <param name="first">The first of the rows.</param>
    /// <param name="rows">Number of rows.</param>
    public OrtValue Tensor(int first, int rows) => Tensor(Row(first), rows, Columns);

    /// <summary>A tensor [rows, columns] at a place of the memory.</summary>
    /// <param name="start">Its first element.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    public static OrtValue Tensor(T* start, int rows, int columns)
        => OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance, Type, [rows, columns], (nint)start, (long)rows * columns * Unsafe.SizeOf<T>());

    /// <inheritdoc />
    public void Dispose()
    {
        if (_isOwned && !_isDisposed) NativeMemory.AlignedFree(Start);
        _isDisposed = true;
    }

    private static TensorElementType Type { get; } = OnnxModel.TypeOf<T>();
}
