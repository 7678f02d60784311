using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Onnx;

namespace Hansard.Engine.Models;

/// <summary>A constant of a network, in its file.</summary>
/// <param name="Type">Type of its elements, as <see cref="TensorProto.Types.DataType"/> numbers them.</param>
/// <param name="Dimensions">Its shape.</param>
/// <param name="Data">Its elements, row after row.</param>
internal sealed record StoredTensor(int Type, IReadOnlyList<int> Dimensions, ReadOnlyMemory<byte> Data)
{
    /// <summary>The elements as numbers: those of half precision become single.</summary>
    public float[] Floats()
    {
        float[] values;
        if (Type == (int)TensorProto.Types.DataType.Float16)
        {
            var halves = MemoryMarshal.Cast<byte, Half>(Data.Span);
            values = GC.AllocateUninitializedArray<float>(halves.Length);
            TensorPrimitives.ConvertToSingle(halves, values);
        }
        else
        {
            values = MemoryMarshal.Cast<byte, float>(Data.Span).ToArray();
        }
        // A span of a file does not keep it mapped.
        GC.KeepAlive(this);
        return values;
    }
}
