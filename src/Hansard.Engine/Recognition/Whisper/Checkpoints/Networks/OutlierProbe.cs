using Onnx;

namespace Hansard.Engine.Recognition.Whisper.Checkpoints.Networks;

/// <summary>
/// Has a network tell of every product whose input may have outliers how large the largest numbers are beside the others.
/// </summary>
internal sealed class OutlierProbe : IOutlierProducts
{
    private readonly List<string> _names = [];

    /// <summary>The network's outputs, for each product the least and the greatest number, and the mean of the squares.</summary>
    public IEnumerable<ValueInfoProto> Outputs => OutputNames.Select(n => NetworkWriter.Value(n, []));

    /// <summary>The names of the outputs, three for each product.</summary>
    public string[] OutputNames => [.. _names.SelectMany(n => new[] { $"{n}_least", $"{n}_greatest", $"{n}_square" })];

    /// <summary>Names of the products.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <inheritdoc />
    public bool Observe(NetworkWriter network, string name, string input)
    {
        _names.Add(name);
        var all = NetworkWriter.Attribute("keepdims", 0);
        network.Node("ReduceMin", [input], [$"{name}_least"], "", all);
        network.Node("ReduceMax", [input], [$"{name}_greatest"], "", all);
        network.Node("ReduceMean", [network.Node("Mul", [input, input])], [$"{name}_square"], "", all);
        return true;
    }
}
