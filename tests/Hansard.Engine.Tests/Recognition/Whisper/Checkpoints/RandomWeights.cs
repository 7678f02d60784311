using Hansard.Engine.Recognition.Whisper.Checkpoints;

namespace Hansard.Engine.Tests.Recognition.Whisper.Checkpoints;

/// <summary>Weights of any size that are none: each tensor has random numbers of its own, made when they are read.</summary>
internal sealed record RandomWeights : ICheckpoint
{
    /// <summary>As small as the fixture whisper-random, whose tokens it has.</summary>
    public static RandomWeights Tiny { get; } = new();

    public int Width { get; init; } = 128;

    public int Heads { get; init; } = 2;

    public int Inner { get; init; } = 256;

    public int EncoderLayers { get; init; } = 2;

    public int DecoderLayers { get; init; } = 2;

    public int MelBands { get; init; } = 80;

    public int AddedTokens { get; init; }

    /// <summary>Whether the output has a matrix that is not that of the embeddings.</summary>
    public bool HasOwnProjection { get; init; }

    public int Vocabulary => 51866 + AddedTokens;

    public string Path => "random";

    public IReadOnlyList<string> Names =>
    [
        .. new[] { "conv1", "conv2" }.SelectMany(c => new[] { $"model.encoder.{c}.weight", $"model.encoder.{c}.bias" }),
        "model.encoder.embed_positions.weight", "model.decoder.embed_positions.weight", "model.decoder.embed_tokens.weight",
        .. Layers("encoder", EncoderLayers, ["self_attn"]), .. Layers("decoder", DecoderLayers, ["self_attn", "encoder_attn"]),
        .. HasOwnProjection ? ["proj_out.weight"] : Array.Empty<string>(),
    ];

    public IReadOnlyList<int>? ShapeOf(string name)
    {
        if (!Names.Contains(name)) return null;
        var isWeight = name.EndsWith(".weight", StringComparison.Ordinal);
        return name switch
        {
            "model.encoder.conv1.weight" => [Width, MelBands, 3],
            "model.encoder.conv2.weight" => [Width, Width, 3],
            "model.encoder.embed_positions.weight" => [1500, Width],
            "model.decoder.embed_positions.weight" => [448, Width],
            "model.decoder.embed_tokens.weight" or "proj_out.weight" => [Vocabulary, Width],
            _ when name.Contains("fc1", StringComparison.Ordinal) => isWeight ? [Inner, Width] : [Inner],
            _ when name.Contains("fc2", StringComparison.Ordinal) => isWeight ? [Width, Inner] : [Width],
            _ when name.Contains("_proj", StringComparison.Ordinal) && isWeight => [Width, Width],
            _ => [Width],
        };
    }

    public void Read(string name, Span<float> values)
    {
        var isNorm = name.Contains("layer_norm", StringComparison.Ordinal) && name.EndsWith(".weight", StringComparison.Ordinal);
        var state = (uint)name.Aggregate(17, (hash, c) => (hash * 31) + c) | 1;
        for (var i = 0; i < values.Length; i++)
        {
            // Marsaglia's xorshift: the same numbers everywhere.
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            values[i] = (isNorm ? 1 : 0) + (((state / (float)uint.MaxValue) - 0.5f) * 0.2f);
        }
    }

    public void Dispose()
    {
        // Nothing is held.
    }

    private static IEnumerable<string> Layers(string side, int count, string[] attentions)
    {
        string[] inner =
        [
            .. attentions.SelectMany(a => new[] { "q_proj", "v_proj", "out_proj" }.Select(p => $"{a}.{p}").Append($"{a}_layer_norm")),
            "fc1", "fc2", "final_layer_norm",
        ];
        return Enumerable.Range(0, count).SelectMany(i => inner.SelectMany(n => Both($"model.{side}.layers.{i}.{n}"))
                .Concat(attentions.Select(a => $"model.{side}.layers.{i}.{a}.k_proj.weight")))
            .Concat(Both($"model.{side}.layer_norm"));
    }

    private static string[] Both(string name) => [$"{name}.weight", $"{name}.bias"];
}
