using Hansard.Engine.Matrices;
using Hansard.Engine.Models;

namespace Hansard.Engine.Speakers.Voices.CamPlusPlus;

/// <summary>Layers each of which reads what all before it have made, and one that halves the channels.</summary>
internal sealed class DenseBlock : IDisposable
{
    private readonly DenseLayer[] _layers;
    private readonly ActivatedLayer _transition;

    /// <summary>Reads a block.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="number">1 to 3.</param>
    /// <param name="layers">Its layers.</param>
    /// <param name="dilation">Frames from place to place of its convolutions.</param>
    public DenseBlock(CamWeights weights, int number, int layers, int dilation)
    {
        using var made = new DisposedOnFailure();
        _layers = [.. Enumerable.Range(1, layers)
            .Select(i => made.Add(new DenseLayer(weights, $"xvector.block{number}.tdnnd{i}", dilation)))];
        var transition = $"xvector.transit{number}";
        _transition = made.Add(
            ActivatedLayer.Read(weights, $"{transition}.nonlinear.batchnorm", $"{transition}.linear", isFine: true));
        made.Keep();
    }

    /// <summary>Channels of the block's frames, with those that its layers make.</summary>
    public int Channels => _transition.Columns.Inputs;

    /// <summary>Channels of its results.</summary>
    public int Outputs => _transition.Columns.Outputs;

    /// <summary>Runs the block.</summary>
    /// <param name="product">Multiplies.</param>
    /// <param name="frames">[frames, <see cref="Channels"/>], of which the first are given.</param>
    /// <param name="result">[frames, channels], of which the first are written.</param>
    public void Run(IntegerProduct product, Matrix<float> frames, Matrix<float> result)
    {
        foreach (var layer in _layers) layer.Run(product, frames);
        _transition.Run(product, frames, rectified: false, result);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var layer in _layers) layer.Dispose();
        _transition.Dispose();
    }
}
