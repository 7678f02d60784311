namespace Hansard.Engine.Voices;

/// <summary>A voice by which a person is known again. It is biometric data: whoever keeps it, keeps it with the person's consent.</summary>
/// <param name="Model">Name of the voice encoder that it was made with; profiles of different encoders are never compared.</param>
/// <param name="Embedding">The voice, a vector of length 1: 192 values with the default encoder.</param>
/// <param name="Speech">Length of the speech that it was made of, pauses and other people left out.</param>
public sealed record VoiceProfile(string Model, ReadOnlyMemory<float> Embedding, TimeSpan Speech);
