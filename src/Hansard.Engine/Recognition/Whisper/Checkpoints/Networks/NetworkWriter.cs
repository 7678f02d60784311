using System.Runtime.InteropServices;
using Google.Protobuf;
using Hansard.Engine.Matrices;
using Hansard.Engine.Recognition.Whisper.Int8;
using Onnx;
using AttributeType = Onnx.AttributeProto.Types.AttributeType;
using DataType = Onnx.TensorProto.Types.DataType;

namespace Hansard.Engine.Recognition.Whisper.Checkpoints.Networks;

/// <summary>Writes an ONNX network with weights of a checkpoint, one tensor at a time.</summary>
/// <remarks>
/// Two serialised messages behind each other are one message that has the fields of both (Protocol Buffers, Encoding, Last One Wins: lists
/// are joined, and messages in messages merged). So each weight is written as soon as it is quantised, as a model with a graph that has
/// nothing else, and the nodes follow at the end: no more than one matrix is ever in memory.
/// </remarks>
internal sealed class NetworkWriter : IDisposable
{
    /// <summary>The domain of ONNX Runtime's own operations.</summary>
    public const string Microsoft = "com.microsoft";

    // Opset 17 has LayerNormalization.
    private const int Opset = 17;
    private const int IrVersion = 8;

    private readonly FileStream _output;
    private readonly HashSet<string> _constants = new(StringComparer.Ordinal);
    private List<NodeProto> _nodes = [];
    private Dictionary<string, string[]> _quantised = new(StringComparer.Ordinal);
    private int _count;

    /// <param name="checkpoint">The weights.</param>
    /// <param name="path">Receives the network; nothing may be there.</param>
    public NetworkWriter(ICheckpoint checkpoint, string path)
    {
        Checkpoint = checkpoint;
        _output = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
    }

    /// <summary>The weights.</summary>
    public ICheckpoint Checkpoint { get; }

    /// <summary>Adds a weight as it is.</summary>
    /// <param name="name">Its name in the checkpoint and in the network.</param>
    /// <param name="shape">Its shape.</param>
    public string Weight(string name, params ReadOnlySpan<int> shape)
    {
        if (_constants.Add(name)) Write(name, DataType.Float, MemoryMarshal.AsBytes<float>(Checkpoint.Read(name, shape)), shape);
        return name;
    }

    /// <summary>Adds a list of whole numbers.</summary>
    public string Integers(params ReadOnlySpan<long> values)
    {
        var name = $"integers_{string.Join('_', values.ToArray())}";
        if (_constants.Add(name)) Write(name, DataType.Int64, MemoryMarshal.AsBytes(values), values.Length);
        return name;
    }

    /// <summary>Adds a tensor without numbers.</summary>
    public string Nothing(string name, params ReadOnlySpan<int> shape)
    {
        if (_constants.Add(name)) Write(name, DataType.Float, [], shape);
        return name;
    }

    /// <summary>Adds a matrix in int8 with a scale for each output.</summary>
    /// <param name="name">Of the checkpoint's [outputs, inputs].</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="inputs">Inputs.</param>
    public QuantisedMatrix Matrix(string name, int outputs, int inputs)
    {
        var matrix = new QuantisedMatrix($"{name}.q", $"{name}.s");
        if (!_constants.Add(name)) return matrix;
        var weights = LayerWeights.Of(Transposition.Turn(Checkpoint.Read(name, outputs, inputs), outputs, inputs), outputs, bias: null);
        Write(matrix.Values, DataType.Int8, MemoryMarshal.AsBytes<sbyte>(weights.Values), inputs, outputs);
        Write(matrix.Scales, DataType.Float, MemoryMarshal.AsBytes<float>(weights.Scales), outputs);
        return matrix;
    }

    /// <summary>Adds a node with one output of any name.</summary>
    public string Node(string operation, string[] inputs, string domain = "", params AttributeProto[] attributes)
    {
        var name = $"{operation}_{++_count}";
        Node(operation, inputs, [name], domain, attributes);
        return name;
    }

    /// <summary>Adds a node.</summary>
    public void Node(string operation, string[] inputs, string[] outputs, string domain = "", params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = operation, Name = outputs[0], Domain = domain };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes);
        _nodes.Add(node);
    }

    /// <summary>Quantises to 8 bits: the values, their scale and their zero; once, however often it is asked for.</summary>
    public string[] Quantised(string input)
    {
        if (_quantised.TryGetValue(input, out var quantised)) return quantised;
        quantised = [$"{input}_q", $"{input}_s", $"{input}_z"];
        Node("DynamicQuantizeLinear", [input], quantised);
        return _quantised[input] = quantised;
    }

    /// <summary>Takes the nodes since the last call as a branch.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="outputs">Its outputs.</param>
    /// <param name="inner">Tensors in it whose type has to be told.</param>
    public GraphProto Branch(string name, IEnumerable<ValueInfoProto> outputs, IEnumerable<ValueInfoProto> inner)
    {
        var graph = new GraphProto { Name = name };
        graph.Node.AddRange(_nodes);
        graph.Output.AddRange(outputs);
        graph.ValueInfo.AddRange(inner);
        Forget();
        return graph;
    }

    /// <summary>Writes the nodes since the last call, which ends the network: its file can be opened.</summary>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="outputs">Its outputs.</param>
    /// <param name="inner">Tensors in it whose type has to be told.</param>
    public void Finish(
        IEnumerable<ValueInfoProto> inputs, IEnumerable<ValueInfoProto> outputs, params IEnumerable<ValueInfoProto> inner)
    {
        var graph = Branch("whisper", outputs, inner);
        graph.Input.AddRange(inputs);
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "hansard", Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = Opset });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = Microsoft, Version = 1 });
        model.WriteTo(_output);
        _output.Flush(flushToDisk: true);
        _output.Dispose();
    }

    /// <inheritdoc />
    public void Dispose() => _output.Dispose();

    /// <summary>An attribute that is a whole number.</summary>
    public static AttributeProto Attribute(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    /// <summary>An attribute that is a number.</summary>
    public static AttributeProto Attribute(string name, float value) => new() { Name = name, Type = AttributeType.Float, F = value };

    /// <summary>An attribute that is a list of whole numbers.</summary>
    public static AttributeProto Attribute(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    /// <summary>An attribute that is a branch.</summary>
    public static AttributeProto Attribute(string name, GraphProto branch)
        => new() { Name = name, Type = AttributeType.Graph, G = branch };

    /// <summary>The name, type and shape of a tensor; null for a dimension that is not known, and for a shape that is not.</summary>
    public static ValueInfoProto Value(string name, long?[]? shape, DataType type = DataType.Float)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type };
        if (shape is not null)
        {
            tensor.Shape = new TensorShapeProto();
            foreach (var size in shape)
            {
                var dimension = new TensorShapeProto.Types.Dimension();
                if (size is { } known) dimension.DimValue = known;
                tensor.Shape.Dim.Add(dimension);
            }
        }
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    private void Forget() => (_nodes, _quantised) = ([], new Dictionary<string, string[]>(StringComparer.Ordinal));

    private void Write(string name, DataType type, ReadOnlySpan<byte> data, params ReadOnlySpan<int> shape)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(data) };
        foreach (var size in shape) tensor.Dims.Add(size);
        var graph = new GraphProto();
        graph.Initializer.Add(tensor);
        new ModelProto { Graph = graph }.WriteTo(_output);
    }
}
