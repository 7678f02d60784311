using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Onnx;

namespace Hansard.Engine.Recognition.Whisper.Int8;

/// <summary>A constant of a network, in its file.</summary>
/// <param name="Type">Type of its elements, as <see cref="TensorProto.Types.DataType"/> numbers them.</param>
/// <param name="Dimensions">Its shape.</param>
/// <param name="Data">Its elements, row after row.</param>
internal sealed record StoredTensor(int Type, IReadOnlyList<int> Dimensions, ReadOnlyMemory<byte> Data)
{
    /// <summary>Its elements as numbers: those of half precision become single.</summary>
    public float[] Floats()
    {
        if (Type != (int)TensorProto.Types.DataType.Float16) return MemoryMarshal.Cast<byte, float>(Data.Span).ToArray();
        var halves = MemoryMarshal.Cast<byte, Half>(Data.Span);
        var values = GC.AllocateUninitializedArray<float>(halves.Length);
        TensorPrimitives.ConvertToSingle(halves, values);
        return values;
    }
}
