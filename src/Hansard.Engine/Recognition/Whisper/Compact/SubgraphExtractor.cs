using Google.Protobuf;
using Onnx;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>Makes networks of parts of a network, or of a branch in it.</summary>
internal sealed class SubgraphExtractor
{
    private readonly ModelProto _model;
    private readonly List<NodeProto> _nodes;
    private readonly Dictionary<string, NodeProto> _producers = [];
    private readonly Dictionary<string, TensorProto> _constants;
    private readonly HashSet<NodeProto> _folded = [];
    private readonly HashSet<NodeProto> _cuts;
    private readonly Dictionary<string, int> _levels = [];

    /// <param name="model">The whole.</param>
    /// <param name="branch">Its graph, or a branch of an If in it.</param>
    /// <param name="cuts">Nodes of the branch that belong to no part, in order.</param>
    public SubgraphExtractor(ModelProto model, GraphProto branch, IReadOnlyList<NodeProto> cuts)
    {
        (_model, _cuts) = (model, [.. cuts]);
        _constants = (ReferenceEquals(branch, model.Graph) ? model.Graph.Initializer : model.Graph.Initializer.Concat(branch.Initializer))
            .ToDictionary(t => t.Name);
        _nodes = ReferenceEquals(branch, model.Graph)
            ? [.. branch.Node]
            : [.. model.Graph.Node.Where(n => n.OpType != "If"), .. branch.Node];
        // Nodes stand in the order of computation. What depends on constants alone goes to every part that needs it.
        foreach (var node in _nodes)
        {
            if (node.Input.All(
                i => i.Length == 0 || _constants.ContainsKey(i) || (_producers.TryGetValue(i, out var from) && _folded.Contains(from))))
                _folded.Add(node);
            var level = node.Input.Select(i => _levels.GetValueOrDefault(i)).DefaultIfEmpty(0).Max() + (_cuts.Contains(node) ? 1 : 0);
            foreach (var output in node.Output.Where(o => o.Length > 0)) (_producers[output], _levels[output]) = (node, level);
        }
    }

    /// <summary>The part with a number of cuts before it.</summary>
    /// <param name="level">The number of cuts.</param>
    /// <param name="ends">Tensors of the part that it must give.</param>
    /// <returns>Null if tensors that are not floating-point numbers would have to cross a cut.</returns>
    public Subgraph? Part(int level, IEnumerable<string> ends)
    {
        var later = _nodes.Where(n => !_cuts.Contains(n) && Level(n) > level).SelectMany(n => n.Input).Where(i => Crosses(i, level));
        string[] outputs = [.. ends.Concat(later).Distinct()];
        if (outputs.Any(o => IsInteger(_producers.GetValueOrDefault(o)))) return null;

        HashSet<NodeProto> nodes = [];
        HashSet<string> inputs = [];
        HashSet<string> constants = [];
        Stack<string> wanted = new(outputs);
        while (wanted.TryPop(out var name))
        {
            if (name.Length == 0) continue;
            if (_constants.ContainsKey(name)) constants.Add(name);
            else if (!_producers.TryGetValue(name, out var node) || IsBefore(name, node, level)) inputs.Add(name);
            else if (nodes.Add(node)) foreach (var input in node.Input) wanted.Push(input);
        }

        var graph = new GraphProto { Name = $"part_{level}" };
        graph.Node.AddRange(_nodes.Where(nodes.Contains));
        graph.Initializer.AddRange(constants.Select(c => _constants[c]));
        string[] ordered = [.. inputs.Order(StringComparer.Ordinal)];
        graph.Input.AddRange(ordered.Select(i => _model.Graph.Input.FirstOrDefault(v => v.Name == i) ?? Floats(i)));
        graph.Output.AddRange(outputs.Select(Floats));
        var part = new ModelProto { IrVersion = _model.IrVersion, ProducerName = _model.ProducerName, Graph = graph };
        part.OpsetImport.AddRange(_model.OpsetImport);
        return new Subgraph(part.ToByteArray(), ordered, outputs);
    }

    private bool IsBefore(string name, NodeProto node, int level)
        => _cuts.Contains(node) || (!_folded.Contains(node) && _levels[name] < level);

    /// <summary>Determines whether a tensor comes from this part and is no cut's output.</summary>
    private bool Crosses(string name, int level)
        => _producers.TryGetValue(name, out var node) && !_folded.Contains(node) && !_cuts.Contains(node) && _levels[name] == level;

    private int Level(NodeProto node) => node.Output.Where(o => o.Length > 0).Max(o => _levels[o]);

    private static bool IsInteger(NodeProto? node)
        => node?.OpType is "Shape" or "DynamicQuantizeLinear" or "QuantizeLinear" or "MatMulInteger";

    private static ValueInfoProto Floats(string name) => new()
    {
        Name = name,
        Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float } },
    };
}
