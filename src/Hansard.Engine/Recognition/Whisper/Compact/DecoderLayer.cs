using Hansard.Engine.Models;
using Hansard.Engine.Recognition.Whisper.Int8;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>The networks of a layer of the decoder.</summary>
/// <param name="SelfNorm">Before the attention to the tokens before.</param>
/// <param name="SelfProjection">To its queries, keys and values.</param>
/// <param name="SelfOutput">After it.</param>
/// <param name="CrossNorm">Before the attention to the window.</param>
/// <param name="CrossQuery">To its queries.</param>
/// <param name="CrossProjection">From the encoder's output to its keys and values.</param>
/// <param name="CrossOutput">After it.</param>
/// <param name="FeedForward">After that.</param>
internal sealed record DecoderLayer(
    Normalisation SelfNorm, IntegerLayer SelfProjection, IntegerLayer SelfOutput, Normalisation CrossNorm, IntegerLayer CrossQuery,
    IntegerLayer CrossProjection, IntegerLayer CrossOutput, FeedForward FeedForward) : IDisposable
{
    /// <summary>Reads a layer.</summary>
    /// <param name="weights">The weights of the whole.</param>
    /// <param name="name">Name of the layer.</param>
    public static DecoderLayer Read(NetworkWeights weights, string name)
    {
        using var made = new DisposedOnFailure();
        var (self, cross) = ($"{name}.self_attn", $"{name}.encoder_attn");
        IntegerLayer Of(params string[] names) => made.Add(new IntegerLayer(LayerWeights.Join([.. names.Select(weights.Layer)])));
        var layer = new DecoderLayer(
            weights.Norm($"{self}_layer_norm"), Of($"{self}.q_proj", $"{self}.k_proj", $"{self}.v_proj"), Of($"{self}.out_proj"),
            weights.Norm($"{cross}_layer_norm"), Of($"{cross}.q_proj"), Of($"{cross}.k_proj", $"{cross}.v_proj"), Of($"{cross}.out_proj"),
            made.Add(FeedForward.Read(weights, name)));
        made.Keep();
        return layer;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        SelfProjection.Dispose();
        SelfOutput.Dispose();
        CrossQuery.Dispose();
        CrossProjection.Dispose();
        CrossOutput.Dispose();
        FeedForward.Dispose();
    }
}
