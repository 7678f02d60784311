using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper.Decoding;

/// <summary>
/// Rules of which token may come next: suppressed tokens, no blank or end at the beginning, and the rules of timestamp tokens
/// (openai/whisper, decoding.py: SuppressTokens, SuppressBlank, ApplyTimestampRules).
/// </summary>
/// <param name="configuration">The model's special ids.</param>
/// <param name="timestamps">
/// Whether timestamp tokens are predicted. Without them every special token but the end is suppressed, as Hugging Face does:
/// on the evaluation clips that makes 42 errors against 50 with timestamps.
/// </param>
internal sealed class TokenRules(WhisperConfiguration configuration, bool timestamps)
{
    private const float Never = float.NegativeInfinity;

    /// <summary>The end of the text.</summary>
    public int EndOfText => configuration.EndOfText;

    /// <summary>Applies the rules.</summary>
    /// <param name="logits">Of all tokens; what may not come next becomes minus infinity.</param>
    /// <param name="sequence">The tokens after the prompt.</param>
    /// <returns>ln Σ exp of what is left, and of all text.</returns>
    public LogitSums Apply(NextTokens logits, IReadOnlyList<int> sequence)
    {
        if (timestamps)
        {
            foreach (var token in Suppressed(sequence)) logits[token] = Never;
            return new LogitSums(ApplyTimes(logits, sequence), double.NaN);
        }

        // At most a hundred.
        List<float> suppressed = [];
        foreach (var token in Suppressed(sequence))
        {
            if (token < configuration.EndOfText) suppressed.Add(logits[token]);
            logits[token] = Never;
        }
        logits.From(configuration.NoTimestamps).Fill(Never);
        var allowed = LogSoftmax.Normaliser(logits, configuration.NoTimestamps);
        var text = 1 - Math.Exp(logits[configuration.EndOfText] - allowed);
        foreach (var logit in suppressed) text += Math.Exp(logit - allowed);
        return new LogitSums(allowed, allowed + Math.Log(text));
    }

    private IEnumerable<int> Suppressed(IReadOnlyList<int> sequence)
        => sequence.Count == 0 ? configuration.Suppressed.Concat(configuration.SuppressedAtBegin) : configuration.Suppressed;

    private double ApplyTimes(NextTokens logits, IReadOnlyList<int> sequence)
    {
        var first = configuration.FirstTimestamp;
        logits[configuration.NoTimestamps] = Never;
        var last = sequence.Count >= 1 && sequence[^1] >= first;
        var before = sequence.Count < 2 || sequence[^2] >= first;
        var times = logits.From(first);
        if (last && before) times.Fill(Never); // after <start>, or <end><start>: text
        else if (last) logits.ForbidBelow(configuration.EndOfText); // after text <end>: the next <start>, or the end
        for (var i = sequence.Count - 1; i >= 0; i--)
        {
            if (sequence[i] < first) continue;
            // Never backwards, and no segment of no length.
            times[..((last && !before ? sequence[i] : sequence[i] + 1) - first)].Fill(Never);
            break;
        }
        if (sequence.Count == 0)
        {
            logits.ForbidBelow(first);
            times[(configuration.MaximumInitialTimestamp + 1)..].Fill(Never);
        }
        // If any time together is likelier than the best text token, it must be a time.
        var ofTimes = LogSoftmax.Normaliser(times);
        if (ofTimes > logits.GreatestBelow(first)) logits.ForbidBelow(first);
        return LogSoftmax.Together(ofTimes, LogSoftmax.Normaliser(logits, first));
    }
}
