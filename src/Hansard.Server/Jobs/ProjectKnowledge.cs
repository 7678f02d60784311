using Hansard.Engine.Voices;

namespace Hansard.Server.Jobs;

/// <summary>Knowledge of a project that helps to transcribe its recordings.</summary>
/// <param name="Voices">The people who may be among the speakers.</param>
/// <param name="Terms">Names and words that may be said, as they are to be written.</param>
internal sealed record ProjectKnowledge(IReadOnlyList<KnownVoice> Voices, IReadOnlyList<string> Terms);
