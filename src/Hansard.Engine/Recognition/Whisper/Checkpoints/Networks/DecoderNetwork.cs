using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace Hansard.Engine.Recognition.Whisper.Checkpoints.Networks;

/// <summary>Whisper's decoder as one network with two branches, in the layout of Hugging Face's merged exports.</summary>
/// <remarks>
/// The first call computes the cross keys and values, every later one is given them and the cache. The engine itself reads only the weights
/// (<see cref="Compact.CompactTextDecoder"/>); as a network it serves whoever runs it as it is.
/// </remarks>
/// <param name="network">Receives it.</param>
/// <param name="sizes">The model's.</param>
/// <param name="heads">Attention heads.</param>
internal sealed class DecoderNetwork(NetworkWriter network, CheckpointDimensions sizes, int heads)
{
    private const string Decoder = "model.decoder";
    private const string Embeddings = $"{Decoder}.embed_tokens.weight";
    private const string Projection = "proj_out.weight";
    private const string Tokens = "input_ids";
    private const string Hidden = "encoder_hidden_states";
    private const string Past = "past_key_values.0.decoder.key";
    private const string Logits = "logits";

    private readonly LayerWriter _layers = new(network, sizes.Width);

    /// <summary>Most checkpoints have no matrix of their own for the output, or the same once more: it is that of the embeddings.</summary>
    private readonly Lazy<string> _projection = new(() =>
        network.Checkpoint.ShapeOf(Projection) is not null
        && !network.Checkpoint.Read(Projection, sizes.Vocabulary, sizes.Width).AsSpan()
            .SequenceEqual(network.Checkpoint.Read(Embeddings, sizes.Vocabulary, sizes.Width))
            ? Projection
            : Embeddings);

    private int HeadWidth => sizes.Width / heads;

    /// <summary>Writes the network with both branches.</summary>
    public void Write()
    {
        string[] outputs = [Logits, .. Caches("present", "decoder"), .. Caches("present", "encoder"), .. Attentions("cross_attentions.")];
        GraphProto Branch(string prefix, bool cached)
        {
            Body(prefix, cached);
            return network.Branch(
                $"{prefix}branch", outputs.Select(o => NetworkWriter.Value(prefix + o, null)),
                Scores(prefix));
        }

        var cached = Branch("c_", cached: true);
        var first = Branch("f_", cached: false);
        network.Node(
            "If", ["use_cache_branch"], outputs, "", NetworkWriter.Attribute("then_branch", cached),
            NetworkWriter.Attribute("else_branch", first));
        network.Finish(
            [
                NetworkWriter.Value(Tokens, [null, null], DataType.Int64), NetworkWriter.Value(Hidden, [null, null, sizes.Width]),
                .. Caches("past_key_values", "decoder").Concat(Caches("past_key_values", "encoder"))
                    .Select(c => NetworkWriter.Value(c, [null, heads, null, HeadWidth])),
                NetworkWriter.Value("use_cache_branch", [1], DataType.Bool),
            ],
            outputs.Select(o => NetworkWriter.Value(o, o == Logits ? [null, null, sizes.Vocabulary] : [null, heads, null, null])));
    }

    private void Body(string prefix, bool cached)
    {
        var x = network.Node("Add", [Embedded(), Positions(cached)]);
        for (var i = 0; i < sizes.DecoderLayers; i++)
        {
            var layer = $"{Decoder}.layers.{i}";
            x = _layers.Add(SelfAttention(_layers.Normalise(x, $"{layer}.self_attn_layer_norm"), layer, i, prefix, cached), x);
            x = _layers.Add(CrossAttention(_layers.Normalise(x, $"{layer}.encoder_attn_layer_norm"), layer, i, prefix, cached), x);
            x = _layers.Add(_layers.FeedForward(_layers.Normalise(x, $"{layer}.final_layer_norm"), layer, sizes.DecoderInner), x);
        }
        x = _layers.Normalise(x, $"{Decoder}.layer_norm");
        _layers.Product(network.Quantised(x), network.Matrix(_projection.Value, sizes.Vocabulary, sizes.Width), "", prefix + Logits);
        if (!cached) return;
        var empty = network.Nothing("no_keys", 0, heads, 1, HeadWidth);
        foreach (var cache in Caches("present", "encoder")) network.Node("Identity", [empty], [prefix + cache]);
    }

    private string SelfAttention(string input, string layer, int index, string prefix, bool cached)
    {
        var queriesKeysValues = _layers.QueriesKeysValues(input, $"{layer}.self_attn");
        string[] past = [$"past_key_values.{index}.decoder.key", $"past_key_values.{index}.decoder.value"];
        var attended = $"{prefix}self_{index}";
        network.Node(
            "MultiHeadAttention", cached ? [.. queriesKeysValues, "", "", "", .. past] : queriesKeysValues,
            [attended, $"{prefix}present.{index}.decoder.key", $"{prefix}present.{index}.decoder.value"], NetworkWriter.Microsoft,
            NetworkWriter.Attribute("num_heads", heads), NetworkWriter.Attribute("unidirectional", 1));
        return _layers.Linear(attended, $"{layer}.self_attn.out_proj");
    }

    private string CrossAttention(string input, string layer, int index, string prefix, bool cached)
    {
        var queries = _layers.Linear(input, $"{layer}.encoder_attn.q_proj");
        string[] keysAndValues = cached
            ? [$"past_key_values.{index}.encoder.key", $"past_key_values.{index}.encoder.value"]
            : [
                Heads($"{layer}.encoder_attn.k_proj", $"{prefix}present.{index}.encoder.key"),
                Heads($"{layer}.encoder_attn.v_proj", $"{prefix}present.{index}.encoder.value"),
            ];
        var (attended, scores) = ($"{prefix}cross_{index}", $"{prefix}scores_{index}");
        network.Node(
            "MultiHeadAttention", [queries, .. keysAndValues], [attended, "", "", scores], NetworkWriter.Microsoft,
            NetworkWriter.Attribute("num_heads", heads));
        network.Node("Softmax", [scores], [$"{prefix}cross_attentions.{index}"], "", NetworkWriter.Attribute("axis", -1));
        return _layers.Linear(attended, $"{layer}.encoder_attn.out_proj");
    }

    /// <summary>Cross keys or values: [1, heads, positions, head width].</summary>
    private string Heads(string name, string output)
    {
        var split = network.Node("Reshape", [_layers.Linear(Hidden, name), network.Integers(0, 0, heads, HeadWidth)]);
        network.Node("Transpose", [split], [output], "", NetworkWriter.Attribute("perm", 0, 2, 1, 3));
        return output;
    }

    /// <summary>The rows of the embeddings for the tokens, which are columns here: the output is projected with the same matrix.</summary>
    private string Embedded()
    {
        var matrix = network.Matrix(Embeddings, sizes.Vocabulary, sizes.Width);
        var columns = network.Node("Gather", [matrix.Values, Tokens], "", NetworkWriter.Attribute("axis", 1));
        var rows = network.Node(
            "Transpose", [network.Node("Cast", [columns], "", NetworkWriter.Attribute("to", (long)DataType.Float))], "",
            NetworkWriter.Attribute("perm", 1, 2, 0));
        var scales = network.Node("Unsqueeze", [network.Node("Gather", [matrix.Scales, Tokens]), network.Integers(-1)]);
        return network.Node("Mul", [rows, scales]);
    }

    private string Positions(bool cached)
    {
        var positions = network.Weight($"{Decoder}.embed_positions.weight", sizes.TextPositions, sizes.Width);
        var length = Dimension(Tokens, 1);
        if (!cached) return network.Node("Slice", [positions, network.Integers(0), length, network.Integers(0)]);
        var past = Dimension(Past, 2);
        return network.Node("Slice", [positions, past, network.Node("Add", [past, length]), network.Integers(0)]);
    }

    private string Dimension(string tensor, int index)
        => network.Node("Slice", [network.Node("Shape", [tensor]), network.Integers(index), network.Integers(index + 1)]);

    private IEnumerable<string> Caches(string prefix, string side)
        => Enumerable.Range(0, sizes.DecoderLayers).SelectMany(i => new[] { $"{prefix}.{i}.{side}.key", $"{prefix}.{i}.{side}.value" });

    /// <summary>The scores of cross attentions, whose type ONNX Runtime does not infer.</summary>
    private IEnumerable<ValueInfoProto> Scores(string prefix)
        => Attentions($"{prefix}scores_").Select(s => NetworkWriter.Value(s, [null, heads, null, null]));

    private IEnumerable<string> Attentions(string prefix) => Enumerable.Range(0, sizes.DecoderLayers).Select(i => $"{prefix}{i}");
}
