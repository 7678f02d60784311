namespace Hansard.Engine.Recognition.Whisper.Decoding;

/// <summary>
/// Attention and probabilities of a hypothesis, kept while it was decoded: a pass over the known text would give the same.
/// </summary>
/// <param name="Attention">
/// What the alignment heads pay to each position of the audio in the mean, of sum 1: for each token the row of the one before it, the last
/// of the prompt at first, and that of the last token.
/// </param>
/// <param name="Probabilities">Of each token, among all text tokens.</param>
internal sealed record DecodingEvidence(IReadOnlyList<float[]> Attention, IReadOnlyList<double> Probabilities);
