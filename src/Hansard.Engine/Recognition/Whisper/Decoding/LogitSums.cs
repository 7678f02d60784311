namespace Hansard.Engine.Recognition.Whisper.Decoding;

/// <summary>Logarithms of the sums of exponentials of logits.</summary>
/// <param name="Allowed">Of the tokens that may come next: a token's log-probability is its logit minus this.</param>
/// <param name="Text">
/// Of all text tokens, those too that are never written: by this the words of a text are as certain as they sound. Not a number where times
/// are predicted.
/// </param>
internal readonly record struct LogitSums(double Allowed, double Text);
