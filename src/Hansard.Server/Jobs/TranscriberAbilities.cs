using Hansard.Engine.Translation;

namespace Hansard.Server.Jobs;

/// <summary>What a transcriber can do.</summary>
/// <param name="Model">The name of its model.</param>
/// <param name="Languages">Codes of the languages that it recognises, as in <see cref="Engine.TranscriptionEngine.Languages"/>.</param>
/// <param name="Translations">What it can translate, and with what.</param>
internal sealed record TranscriberAbilities(string Model, IReadOnlyCollection<string> Languages, IReadOnlyList<AvailableTranslation> Translations);
