using System.Numerics.Tensors;

namespace Hansard.Engine.Recognition.Parakeet;

/// <summary>
/// Greedy decoding of a token-and-duration transducer (Xu et al. 2023, "Efficient Sequence Transduction by Jointly Predicting Tokens and
/// Durations"), as in NeMo's <c>GreedyTDTInfer</c>.
/// </summary>
/// <param name="networks">Not owned.</param>
/// <param name="vocabulary">The model's.</param>
internal sealed class TdtDecoder(ParakeetNetworks networks, ParakeetVocabulary vocabulary)
{
    /// <summary>
    /// Tokens emitted at one frame at most (NeMo's <c>max_symbols</c>): a bound on what would otherwise be an endless loop.
    /// </summary>
    private const int MaximumTokensPerFrame = 10;

    /// <summary>Durations where the network's output does not say: 0 to 4 frames.</summary>
    private const int UsualDurations = 5;

    private readonly int _outcomes = networks.Outcomes > vocabulary.Count ? networks.Outcomes : vocabulary.Count + UsualDurations;

    /// <summary>Decodes a recording.</summary>
    /// <param name="encoded">[frames, width].</param>
    /// <param name="cancellationToken">Stops at the next step.</param>
    /// <returns>Tokens in order, without blanks.</returns>
    public IReadOnlyList<EmittedToken> Decode(float[][] encoded, CancellationToken cancellationToken)
    {
        List<EmittedToken> emitted = [];
        var scores = new float[_outcomes];
        var probabilities = new float[vocabulary.Count];
        var state = networks.NewState();
        try
        {
            var (last, atFrame) = (vocabulary.Blank, 0);
            for (var t = 0; t < encoded.Length;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var next = networks.Join(encoded[t], last, state, scores);
                var tokens = scores.AsSpan(0, vocabulary.Count);
                var token = TensorPrimitives.IndexOfMax<float>(tokens);
                var step = TensorPrimitives.IndexOfMax<float>(scores.AsSpan(vocabulary.Count));
                if (token == vocabulary.Blank)
                {
                    next.Dispose();
                }
                else
                {
                    state.Dispose();
                    (state, last) = (next, token);
                    TensorPrimitives.SoftMax(tokens, probabilities);
                    emitted.Add(new EmittedToken(token, t, step, Math.Log(probabilities[token])));
                    atFrame++;
                }
                if (step == 0 && (token == vocabulary.Blank || atFrame == MaximumTokensPerFrame)) step = 1;
                if (step == 0) continue;
                t += step;
                atFrame = 0;
            }
            return emitted;
        }
        finally
        {
            state.Dispose();
        }
    }
}
