using Hansard.Engine.Matrices;

namespace Hansard.Engine.Speakers.Voices.CamPlusPlus;

/// <summary>Frames that are quantised each by itself, and then multiplied together.</summary>
internal sealed unsafe class FrameBlock : IDisposable
{
    /// <summary>Frames multiplied at once: a piece has no more, and their sums stay in a processor's own cache.</summary>
    private const int Most = 128;

    private readonly IntegerProduct _product;
    private readonly IntegerColumns _columns;
    private readonly Matrix<byte> _bytes;
    private readonly Matrix<int> _sums;
    private readonly float[] _steps;

    /// <summary>Makes room for frames.</summary>
    /// <param name="product">Multiplies.</param>
    /// <param name="columns">With these.</param>
    /// <param name="frames">Frames that there are in all.</param>
    public FrameBlock(IntegerProduct product, IntegerColumns columns, int frames)
    {
        (_product, _columns) = (product, columns);
        frames = Math.Min(Most, frames);
        (_bytes, _sums, _steps) = (new Matrix<byte>(frames, columns.Inputs), new Matrix<int>(frames, columns.Columns), new float[frames]);
    }

    /// <summary>Frames of this block.</summary>
    public int Count { get; private set; }

    /// <summary>Begins with the next frames.</summary>
    /// <param name="left">Frames that are left.</param>
    /// <returns>False where none are.</returns>
    public bool Begin(int left) => (Count = Math.Min(_bytes.Rows, left)) > 0;

    /// <summary>Quantises a frame.</summary>
    /// <param name="frame">Its number.</param>
    /// <param name="values">Numbers that are not negative.</param>
    /// <param name="greatest">None of them is greater.</param>
    public void Quantise(int frame, float* values, float greatest)
        => _steps[frame] = VoiceLoops.Quantise(values, _columns.Inputs, greatest, _bytes.Row(frame));

    /// <summary>Multiplies the frames.</summary>
    public void Multiply()
    {
        using var input = _bytes.Tensor(0, Count);
        using var output = _sums.Tensor(0, Count);
        _product.Multiply(input, _columns.Tensor, output);
    }

    /// <summary>Turns the sums of a frame into numbers.</summary>
    /// <returns>The greatest of them, if they are rectified.</returns>
    public float Finish(int frame, bool rectified, float* result)
    {
        fixed (float* scales = _columns.Scales, bias = _columns.Bias)
        {
            if (_columns.IsFine)
            {
                VoiceLoops.Finish(_sums.Row(frame), _steps[frame], scales, bias, _columns.Outputs, result);
                VoiceLoops.AddPlace(
                    _sums.Row(frame) + _columns.Outputs, _steps[frame], scales + _columns.Outputs, _columns.Outputs, result);
                return rectified ? VoiceLoops.Rectify(result, _columns.Outputs) : 0;
            }
            if (rectified) return VoiceLoops.FinishRectified(_sums.Row(frame), _steps[frame], scales, bias, _columns.Outputs, result);
            VoiceLoops.Finish(_sums.Row(frame), _steps[frame], scales, bias, _columns.Outputs, result);
            return 0;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _bytes.Dispose();
        _sums.Dispose();
    }
}
