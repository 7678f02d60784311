using Hansard.Engine.Voices;

namespace Hansard.Server.KnownSpeakers;

/// <summary>The voices of a project's people.</summary>
/// <param name="People">Those of whom at least one voice can be decrypted.</param>
/// <param name="Unreadable">Number of voices that cannot be decrypted.</param>
internal sealed record DecryptedVoices(IReadOnlyList<KnownVoice> People, int Unreadable);
