namespace Hansard.Engine.Models;

/// <summary>The features that a speaker encoder takes.</summary>
/// <param name="Mel">
/// The mel scale and its filters: <c>slaney</c> (no logarithm) or <c>kaldi</c> (logarithm, mean of the utterance taken off).
/// </param>
/// <param name="Bands">Mel bands.</param>
/// <param name="Window">The window of a frame: <c>hann</c> or <c>hamming</c>.</param>
internal sealed record SpeakerFrontEnd(string Mel, int Bands, string Window);
