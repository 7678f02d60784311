using Hansard.Engine.Recognition.Whisper.Decoding;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper.Terms;

/// <summary>Likelihood of a text in a window, as the model judges it with nothing to prompt it.</summary>
/// <param name="pass">Over prompt, text and end; owned by this object.</param>
/// <param name="prompt">Tokens of the prompt.</param>
/// <param name="tokens">Text and end.</param>
/// <param name="vocabulary">Tokens that are possible: text and end.</param>
internal sealed class TextLikelihood(ForcedPass pass, int prompt, IReadOnlyList<int> tokens, int vocabulary) : IDisposable
{
    /// <summary>Log-probabilities of the text's tokens and of the end after it.</summary>
    public double[] LogProbabilities() => [.. tokens.Select((token, i) => LogProbability(i, token))];

    /// <summary>Log-probability of any token in the place of one of the text.</summary>
    /// <param name="at">Index of the place.</param>
    /// <param name="token">A text token or the end.</param>
    public double LogProbability(int at, int token)
    {
        var logits = pass.After(prompt - 1 + at);
        return logits[token] - LogSoftmax.Normaliser(logits, vocabulary);
    }

    /// <summary>Probability of any of several tokens in the place of one of the text.</summary>
    /// <param name="at">Index of the place.</param>
    /// <param name="any">Text tokens.</param>
    public double Probability(int at, ReadOnlySpan<int> any)
    {
        var logits = pass.After(prompt - 1 + at);
        var (normaliser, sum) = (LogSoftmax.Normaliser(logits, vocabulary), 0.0);
        foreach (var token in any) sum += Math.Exp(logits[token] - normaliser);
        return sum;
    }

    /// <inheritdoc />
    public void Dispose() => pass.Dispose();
}
