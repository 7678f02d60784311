using Google.Protobuf;
using Onnx;

namespace Hansard.Engine.Matrices;

/// <summary>Serialises models whose constant is written where it is to be: a copy of it is larger than all else.</summary>
internal static class ProductModel
{
    /// <summary>Serialises a model with one constant more.</summary>
    /// <param name="model">Its graph lacks the constant.</param>
    /// <param name="constant">Name, type and shape of the constant.</param>
    /// <param name="length">Bytes of it.</param>
    /// <param name="write">Writes them.</param>
    public static byte[] With(ModelProto model, TensorProto constant, int length, Action<Span<byte>> write)
    {
        // A field that is a message may come in parts, of which the reader makes one: the graph's second part is the constant.
        var tensor = constant.CalculateSize() + Framed(TensorProto.RawDataFieldNumber, length);
        var graph = Framed(GraphProto.InitializerFieldNumber, tensor);
        var bytes = GC.AllocateUninitializedArray<byte>(model.CalculateSize() + Framed(ModelProto.GraphFieldNumber, graph));
        using var stream = new CodedOutputStream(bytes);
        model.WriteTo(stream);
        Begin(stream, ModelProto.GraphFieldNumber, graph);
        Begin(stream, GraphProto.InitializerFieldNumber, tensor);
        constant.WriteTo(stream);
        Begin(stream, TensorProto.RawDataFieldNumber, length);
        write(bytes.AsSpan(bytes.Length - length));
        return bytes;
    }

    private static int Framed(int field, int length)
        => CodedOutputStream.ComputeTagSize(field) + CodedOutputStream.ComputeLengthSize(length) + length;

    private static void Begin(CodedOutputStream stream, int field, int length)
    {
        stream.WriteTag(field, WireFormat.WireType.LengthDelimited);
        stream.WriteLength(length);
    }
}
