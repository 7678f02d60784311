using Hansard.Engine.Recognition.Whisper.Networks;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Engine.Recognition.Whisper.Onnx;

/// <summary>A pass whose values stay where ONNX Runtime has put them: the logits of a full window are 40 MB.</summary>
/// <param name="outputs">Logits [1, tokens, vocabulary], then cross attentions [1, heads, tokens, positions]; owned by this object.</param>
/// <param name="heads">For every alignment head its output and its index there.</param>
/// <param name="tokens">Number of tokens.</param>
/// <param name="positions">Positions, padding included.</param>
internal sealed class OnnxForcedPass(
    IReadOnlyList<OrtValue> outputs, IReadOnlyList<OnnxForcedPass.HeadOutput> heads, int tokens, int positions)
    : ForcedPass(tokens, positions)
{
    /// <inheritdoc />
    public override int Heads => heads.Count;

    /// <inheritdoc />
    public override NextTokens After(int token)
    {
        var logits = outputs[0].GetTensorMutableDataAsSpan<float>();
        var vocabulary = logits.Length / Tokens;
        return new NextTokens(logits.Slice(token * vocabulary, vocabulary));
    }

    /// <inheritdoc />
    public override ReadOnlySpan<float> Attention(int head)
    {
        var size = Tokens * Positions;
        return outputs[heads[head].Output].GetTensorDataAsSpan<float>().Slice(heads[head].Head * size, size);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        foreach (var output in outputs) output.Dispose();
    }

    /// <summary>The place of an alignment head.</summary>
    /// <param name="Output">Index of the output of its layer.</param>
    /// <param name="Head">Its index there.</param>
    internal readonly record struct HeadOutput(int Output, int Head);
}
