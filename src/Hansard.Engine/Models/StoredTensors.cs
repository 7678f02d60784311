using System.Text;

namespace Hansard.Engine.Models;

/// <summary>Finds the constants of a network in its file, without a copy of them.</summary>
/// <remarks>
/// The file is a message of Protocol Buffers (onnx/onnx.proto3, protobuf.dev/programming-guides/encoding): fields of a number and a kind,
/// each with its length, so that what is not looked for is passed over. Google's parser copies every constant, which takes longer than all
/// else that is done to load a model.
/// </remarks>
internal static class StoredTensors
{
    // Numbers of fields in onnx.proto3.
    private const int Graph = 7;
    private const int Initializer = 5;
    private const int Dimensions = 1;
    private const int ElementType = 2;
    private const int FloatData = 4;
    private const int Name = 8;
    private const int RawData = 9;

    private enum WireKind
    {
        Number = 0,
        Eight = 1,
        Bytes = 2,
        Four = 5,
    }

    /// <summary>Finds them.</summary>
    /// <param name="file">A model.</param>
    /// <returns>By name.</returns>
    /// <exception cref="InvalidDataException">It is no such message.</exception>
    public static Dictionary<string, StoredTensor> In(ReadOnlyMemory<byte> file)
    {
        Dictionary<string, StoredTensor> tensors = new(StringComparer.Ordinal);
        foreach (var graph in Fields(file).Where(field => field.Number == Graph))
        {
            foreach (var field in Fields(graph.Content).Where(field => field.Number == Initializer))
            {
                var (name, tensor) = Read(field.Content);
                tensors[name] = tensor;
            }
        }
        return tensors;
    }

    private static (string Name, StoredTensor Tensor) Read(ReadOnlyMemory<byte> message)
    {
        var (name, type, data) = ("", 0, ReadOnlyMemory<byte>.Empty);
        List<int> dimensions = [];
        foreach (var field in Fields(message))
        {
            switch (field.Number)
            {
                case Dimensions when field.Kind == WireKind.Number:
                    dimensions.Add((int)field.Value);
                    break;
                case Dimensions:
                    // The numbers one after the other.
                    for (var rest = field.Content.Span; !rest.IsEmpty;) dimensions.Add((int)ReadNumber(ref rest));
                    break;
                case ElementType:
                    type = (int)field.Value;
                    break;
                case Name:
                    name = Encoding.UTF8.GetString(field.Content.Span);
                    break;
                case RawData or FloatData:
                    data = field.Content;
                    break;
            }
        }
        return (name, new StoredTensor(type, dimensions, data));
    }

    private static IEnumerable<Field> Fields(ReadOnlyMemory<byte> message)
    {
        while (!message.IsEmpty)
        {
            var field = ReadField(ref message);
            yield return field;
        }
    }

    private static Field ReadField(ref ReadOnlyMemory<byte> message)
    {
        var rest = message.Span;
        var key = ReadNumber(ref rest);
        var (number, kind) = ((int)(key >> 3), (WireKind)(key & 7));
        var value = kind == WireKind.Number || kind == WireKind.Bytes ? ReadNumber(ref rest) : 0;
        var length = kind switch
        {
            WireKind.Number => 0ul,
            WireKind.Bytes => value,
            WireKind.Eight => 8ul,
            WireKind.Four => 4ul,
            _ => throw Broken(),
        };
        if (length > (ulong)rest.Length) throw Broken();
        var start = message.Length - rest.Length;
        var content = message.Slice(start, (int)length);
        message = message[(start + (int)length)..];
        return new Field(number, kind, value, content);
    }

    private static ulong ReadNumber(ref ReadOnlySpan<byte> rest)
    {
        var value = 0ul;
        for (var i = 0; i < rest.Length && i < 10; i++)
        {
            value |= (ulong)(rest[i] & 0x7F) << (7 * i);
            if (rest[i] >= 0x80) continue;
            rest = rest[(i + 1)..];
            return value;
        }
        throw Broken();
    }

    private static InvalidDataException Broken() => new("It is not a model of ONNX: its fields do not have the lengths they should.");

    private readonly record struct Field(int Number, WireKind Kind, ulong Value, ReadOnlyMemory<byte> Content);
}
