using Hansard.Engine;

namespace Hansard.Server.Models;

/// <summary>A speech model that is installed.</summary>
/// <param name="Abilities">The model's abilities.</param>
/// <param name="Source">The name that the engine loads it by: that in the catalogue, or its folder.</param>
internal sealed record InstalledModel(SpeechModelAbilities Abilities, string Source);
