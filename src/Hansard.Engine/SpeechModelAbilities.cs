using Hansard.Engine.Translation;

namespace Hansard.Engine;

/// <summary>Abilities of a speech model, loaded or not.</summary>
/// <param name="Name">As <see cref="TranscriptionEngine.ModelName"/>.</param>
/// <param name="Languages">As <see cref="TranscriptionEngine.Languages"/>.</param>
/// <param name="Translations">As <see cref="TranscriptionEngine.Translations"/>.</param>
internal sealed record SpeechModelAbilities(
    string Name, IReadOnlyCollection<string> Languages, IReadOnlyList<AvailableTranslation> Translations);
