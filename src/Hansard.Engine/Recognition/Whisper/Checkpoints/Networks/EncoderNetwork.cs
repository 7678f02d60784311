namespace Hansard.Engine.Recognition.Whisper.Checkpoints.Networks;

/// <summary>Whisper's encoder: <c>input_features</c> [1, bands, frames] → <c>last_hidden_state</c> [1, frames / 2, width].</summary>
internal static class EncoderNetwork
{
    private const string Encoder = "model.encoder";
    private const string Features = "input_features";
    private const string Hidden = "last_hidden_state";

    /// <summary>Writes the network.</summary>
    /// <param name="network">Receives it.</param>
    /// <param name="sizes">The model's.</param>
    /// <param name="heads">Attention heads.</param>
    public static void Write(NetworkWriter network, CheckpointDimensions sizes, int heads)
    {
        var layers = new LayerWriter(network, sizes.Width);
        var x = Convolution(network, Features, "conv1", sizes.Width, sizes.MelBands, stride: 1);
        x = Convolution(network, x, "conv2", sizes.Width, sizes.Width, stride: 2);
        x = network.Node("Transpose", [x], "", NetworkWriter.Attribute("perm", 0, 2, 1));
        var length = network.Node("Slice", [network.Node("Shape", [x]), network.Integers(1), network.Integers(2)]);
        var positions = network.Weight($"{Encoder}.embed_positions.weight", sizes.AudioPositions, sizes.Width);
        x = network.Node(
            "Add", [x, network.Node("Slice", [positions, network.Integers(0), length, network.Integers(0)])]);
        for (var i = 0; i < sizes.EncoderLayers; i++)
        {
            var layer = $"{Encoder}.layers.{i}";
            var normalised = layers.Normalise(x, $"{layer}.self_attn_layer_norm");
            var attended = layers.Attend(layers.QueriesKeysValues(normalised, $"{layer}.self_attn"), heads);
            x = layers.Add(layers.Linear(attended, $"{layer}.self_attn.out_proj"), x);
            x = layers.Add(layers.FeedForward(layers.Normalise(x, $"{layer}.final_layer_norm"), layer, sizes.EncoderInner), x);
        }
        network.Node("Identity", [layers.Normalise(x, $"{Encoder}.layer_norm")], [Hidden]);
        network.Finish(
            [NetworkWriter.Value(Features, [null, sizes.MelBands, null])],
            [NetworkWriter.Value(Hidden, [null, null, sizes.Width])]);
    }

    private static string Convolution(NetworkWriter network, string input, string name, int outputs, int inputs, int stride)
        => network.Node(
            "Gelu",
            [network.Node(
                "Conv",
                [
                    input, network.Weight($"{Encoder}.{name}.weight", outputs, inputs, 3),
                    network.Weight($"{Encoder}.{name}.bias", outputs)
                ],
                "",
                NetworkWriter.Attribute("kernel_shape", [3]), NetworkWriter.Attribute("pads", 1, 1),
                NetworkWriter.Attribute("strides", [stride]))],
            NetworkWriter.Microsoft);
}
