using Hansard.Engine.Models;

namespace Hansard.Engine.Recognition.Whisper.Int8;

/// <summary>The network of a layer that takes each row through four times its width.</summary>
/// <param name="Norm">Before it.</param>
/// <param name="Widening">To four times the width.</param>
/// <param name="Narrowing">Back to it.</param>
internal sealed record FeedForward(Normalisation Norm, IntegerLayer Widening, IntegerLayer Narrowing) : IDisposable
{
    /// <summary>Reads the network of a layer.</summary>
    /// <param name="weights">The weights of the whole.</param>
    /// <param name="name">Name of the layer.</param>
    public static FeedForward Read(NetworkWeights weights, string name)
    {
        using var made = new DisposedOnFailure();
        var widening = made.Add(new IntegerLayer(weights.Layer($"{name}.fc1")));
        var narrowing = made.Add(new IntegerLayer(weights.Layer($"{name}.fc2"), takesOutliers: true));
        made.Keep();
        return new FeedForward(weights.Norm($"{name}.final_layer_norm"), widening, narrowing);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Widening.Dispose();
        Narrowing.Dispose();
    }
}
