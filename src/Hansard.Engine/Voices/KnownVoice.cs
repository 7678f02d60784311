namespace Hansard.Engine.Voices;

/// <summary>A person who is to be known again by voice.</summary>
/// <param name="Name">Name of the person, given back where the voice is found; different for each person.</param>
/// <param name="Profiles">
/// The person's voice in one recording or several, in any order. More than one makes the person better known, above all if they were made
/// in different rooms. Those of another encoder than the engine's are left out of account.
/// </param>
public sealed record KnownVoice(string Name, IReadOnlyList<VoiceProfile> Profiles);
