using Hansard.Engine;

namespace Hansard.Server.Models;

/// <summary>A speech model that is installed.</summary>
/// <param name="Abilities">What it can do.</param>
/// <param name="Source">What the engine loads it by: its name in the catalogue, or its folder.</param>
internal sealed record ServableModel(SpeechModelAbilities Abilities, string Source);
