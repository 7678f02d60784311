namespace Hansard.Engine.Recognition.Parakeet;

/// <summary>A token that a transducer has emitted.</summary>
/// <param name="Id">Of the vocabulary.</param>
/// <param name="Frame">The encoder frame at which it was emitted.</param>
/// <param name="Duration">Encoder frames to the next token, as predicted with it.</param>
/// <param name="LogProbability">Natural logarithm, among all tokens and the blank.</param>
internal readonly record struct EmittedToken(int Id, int Frame, int Duration, double LogProbability);
