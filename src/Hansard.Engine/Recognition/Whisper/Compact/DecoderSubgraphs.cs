using Onnx;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>A merged decoder cut at its attentions: what lies between them as networks of their own.</summary>
/// <remarks>
/// The int8 matrix products stay with ONNX Runtime; attention, which it computes from a copy of the keys and values for every step, is
/// ours. A node belongs to the part whose number is that of the attentions before it.
/// </remarks>
/// <param name="Parts">In order: each ends where an attention begins, the last one with the logits.</param>
/// <param name="Attentions">One fewer than parts.</param>
/// <param name="Projection">
/// From the encoder's output to the cross keys and values, [1, heads, positions, head width], a key and a value a layer.
/// </param>
/// <param name="Heads">Attention heads.</param>
internal sealed record DecoderSubgraphs(
    IReadOnlyList<Subgraph> Parts, IReadOnlyList<DecoderSubgraphs.Attention> Attentions, Subgraph Projection, int Heads)
{
    /// <summary>The input that has the length of the cache as its third dimension, and is not read otherwise.</summary>
    public const string Past = "past_key_values.0.decoder.key";

    private const string Tokens = "input_ids";
    private const string EncoderOutput = "encoder_hidden_states";

    /// <summary>Cuts a model.</summary>
    /// <param name="model">A serialised merged decoder.</param>
    /// <returns>The parts, or null if the decoder is not of the known form.</returns>
    public static DecoderSubgraphs? Cut(byte[] model)
    {
        // Most exports leave the fusing of attention to ONNX Runtime, and need not be parsed.
        if (model.AsSpan().IndexOf("MultiHeadAttention"u8) < 0) return null;
        var parsed = ModelProto.Parser.ParseFrom(model);
        var branches = parsed.Graph.Node.FirstOrDefault(n => n.OpType == "If")?.Attribute.ToDictionary(a => a.Name, a => a.G);
        if (branches is null || !branches.TryGetValue("then_branch", out var cached) || !branches.TryGetValue("else_branch", out var first))
            return null;

        var attentions = cached.Node.Where(n => n.OpType == "MultiHeadAttention").ToList();
        var heads = attentions.Select(n => n.Attribute.FirstOrDefault(a => a.Name == "num_heads")?.I ?? 0).Distinct().ToList();
        Attention?[] described = [.. attentions.Select(Describe)];
        if (attentions.Count == 0 || heads.Count != 1 || described.Any(a => a is null)) return null;

        var whole = new SubgraphExtractor(parsed, cached, attentions);
        List<Subgraph> parts = [];
        for (var i = 0; i <= attentions.Count; i++)
        {
            IEnumerable<string> ends = i < attentions.Count ? described[i]!.Inputs : [cached.Output[0].Name];
            if (whole.Part(i, ends) is not { } part || (i > 0 && part.Inputs.Any(n => n is Tokens or Past))) return null;
            parts.Add(part);
        }
        if (parts[0].Inputs.Except([Tokens, Past]).Any()) return null;

        string[] crossKeysAndValues = [.. parsed.Graph.Output.Select((o, i) => (o.Name, Inner: first.Output[i].Name))
            .Where(o => o.Name.StartsWith("present.", StringComparison.Ordinal) && o.Name.Contains(".encoder.", StringComparison.Ordinal))
                .Select(o => o.Inner)];
        var projection = new SubgraphExtractor(parsed, first, []).Part(0, crossKeysAndValues);
        return projection is { Inputs: [EncoderOutput] } ? new DecoderSubgraphs(parts, described!, projection, (int)heads[0]) : null;
    }

    /// <summary>A self-attention with a cache or a cross-attention, without mask and bias; null for any other.</summary>
    private static Attention? Describe(NodeProto node)
    {
        if (node.Attribute.Any(a => a.Name is not ("num_heads" or "unidirectional"))) return null;
        var oneDirection = node.Attribute.Any(a => a is { Name: "unidirectional", I: 1 });
        string[] present = [.. node.Input.Where(i => i.Length > 0)];
        if (oneDirection && present is [_, _, _, { } key, _] && Layer(key, ".decoder.key") is { } self && node.Input[6] == key)
            return new Attention(self, IsCross: false, present[..3], node.Output[0]);
        if (!oneDirection && present is [_, { } crossKey, _] && Layer(crossKey, ".encoder.key") is { } cross)
            return new Attention(cross, IsCross: true, present[..1], node.Output[0]);
        return null;
    }

    private static int? Layer(string name, string kind)
        => name.StartsWith("past_key_values.", StringComparison.Ordinal) && name.EndsWith(kind, StringComparison.Ordinal)
        && int.TryParse(name["past_key_values.".Length..^kind.Length], out var layer) ? layer : null;

    /// <summary>An attention.</summary>
    /// <param name="Layer">Its layer.</param>
    /// <param name="IsCross">Whether it listens to the audio, or to the tokens before.</param>
    /// <param name="Inputs">Queries, [rows, tokens, width]; of a self-attention keys and values too.</param>
    /// <param name="Output">[rows, tokens, width].</param>
    internal sealed record Attention(int Layer, bool IsCross, string[] Inputs, string Output);
}
