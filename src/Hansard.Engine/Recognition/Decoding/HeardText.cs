using Hansard.Engine.Recognition.Networks;

namespace Hansard.Engine.Recognition.Decoding;

/// <summary>What the model thinks of a text when it listens to a window, with nothing to prompt it.</summary>
internal sealed class HeardText : IDisposable
{
    private readonly ForcedPass _pass;
    private readonly int _prompt;
    private readonly int[] _tokens;
    private readonly int _vocabulary;

    private HeardText(ForcedPass pass, int prompt, int[] tokens, int vocabulary) => (_pass, _prompt, _tokens, _vocabulary) = (pass, prompt, tokens, vocabulary);

    /// <summary>Listens for a text.</summary>
    /// <param name="configuration">The model's special ids.</param>
    /// <param name="decoder">The network.</param>
    /// <param name="window">What is listened to.</param>
    /// <param name="language">Of the text.</param>
    /// <param name="text">Text tokens.</param>
    public static HeardText Listen(WhisperConfiguration configuration, ITextDecoder decoder, ICrossAttention window, string language, IReadOnlyList<int> text)
    {
        var prompt = Prompt.Build(configuration, language, Prompt.Task.Transcribe, timestamps: false);
        int[] tokens = [.. text, configuration.EndOfText];
        return new HeardText(decoder.Force(window, [.. prompt, .. tokens]), prompt.Count, tokens, configuration.NoTimestamps);
    }

    /// <summary>Log-probabilities of the text's tokens and of the end after it.</summary>
    public double[] LogProbabilities() => [.. _tokens.Select((token, i) => LogProbability(i, token))];

    /// <summary>Log-probability of any token in the place of one of the text.</summary>
    /// <param name="at">Index of the place.</param>
    /// <param name="token">A text token or the end.</param>
    public double LogProbability(int at, int token)
    {
        var logits = _pass.After(_prompt - 1 + at)[.._vocabulary];
        return logits[token] - LogSoftmax.Normaliser(logits);
    }

    /// <inheritdoc />
    public void Dispose() => _pass.Dispose();
}
