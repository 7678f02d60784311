namespace Hansard.Engine.Recognition.Whisper.Checkpoints.Networks;

/// <summary>Writes the layers that Whisper's encoder and decoder are made of.</summary>
/// <param name="network">Receives the nodes.</param>
/// <param name="width">Width of the model.</param>
internal sealed class LayerWriter(NetworkWriter network, int width)
{
    /// <summary>Of PyTorch's LayerNorm, which Whisper was trained with.</summary>
    private const float Epsilon = 1e-5f;

    /// <summary>A product with a matrix of the checkpoint, in int8.</summary>
    /// <param name="input">[rows, tokens, inputs].</param>
    /// <param name="name">Of the layer, without .weight and .bias.</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="inputs">Inputs.</param>
    public string Linear(string input, string name, int outputs, int inputs)
    {
        var quantised = network.Quantised(input);
        return Product(quantised, network.Matrix($"{name}.weight", outputs, inputs), Bias(name, outputs), null);
    }

    /// <summary>A product of the model's width to its width.</summary>
    public string Linear(string input, string name) => Linear(input, name, width, width);

    /// <summary>Queries, keys and values of a self-attention.</summary>
    public string[] QueriesKeysValues(string input, string attention)
        => [Linear(input, $"{attention}.q_proj"), Linear(input, $"{attention}.k_proj"), Linear(input, $"{attention}.v_proj")];

    /// <summary>Normalises a layer's input.</summary>
    public string Normalise(string input, string name)
        => network.Node(
            "LayerNormalization", [input, network.Weight($"{name}.weight", width), network.Weight($"{name}.bias", width)], "",
            NetworkWriter.Attribute("axis", -1), NetworkWriter.Attribute("epsilon", Epsilon));

    /// <summary>Adds what a layer has computed to its input.</summary>
    /// <remarks><c>Sum</c>: ONNX Runtime would fuse <c>Add</c> with the normalisation behind it, which is slower.</remarks>
    public string Add(string computed, string input) => network.Node("Sum", [computed, input]);

    /// <summary>The two matrices at the end of a layer.</summary>
    /// <param name="input">Normalised.</param>
    /// <param name="layer">The layer's name.</param>
    /// <param name="inner">Width between them.</param>
    public string FeedForward(string input, string layer, int inner)
    {
        var between = network.Node("Gelu", [Linear(input, $"{layer}.fc1", inner, width)], NetworkWriter.Microsoft);
        return Linear(between, $"{layer}.fc2", width, inner);
    }

    /// <summary>Attention with all heads.</summary>
    public string Attend(string[] inputs, int heads)
        => network.Node("MultiHeadAttention", inputs, NetworkWriter.Microsoft, NetworkWriter.Attribute("num_heads", heads));

    /// <summary>A product of what is quantised.</summary>
    /// <param name="quantised">Values, scale and zero.</param>
    /// <param name="matrix">The matrix.</param>
    /// <param name="bias">Empty for none.</param>
    /// <param name="output">Name of the output; null for any.</param>
    public string Product(string[] quantised, QuantisedMatrix matrix, string bias, string? output)
    {
        List<string> inputs = [quantised[0], matrix.Values, quantised[1], matrix.Scales, quantised[2]];
        if (bias.Length > 0) inputs.AddRange(["", bias]);
        if (output is null) return network.Node("MatMulIntegerToFloat", [.. inputs], NetworkWriter.Microsoft);
        network.Node("MatMulIntegerToFloat", [.. inputs], [output], NetworkWriter.Microsoft);
        return output;
    }

    private string Bias(string name, int outputs)
        => network.Checkpoint.ShapeOf($"{name}.bias") is null ? "" : network.Weight($"{name}.bias", outputs);
}
