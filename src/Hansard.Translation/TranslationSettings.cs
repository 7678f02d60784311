using Hansard.Translation.Remote;

namespace Hansard.Translation;

/// <summary>Models, programs and services that a <see cref="TranslatorCatalogue"/> may translate with.</summary>
public sealed record TranslationSettings
{
    /// <summary>The folder of models, in which translation models are found by their config.json.</summary>
    public required string ModelsDirectory { get; init; }

    /// <summary>Threads that compute for one call, at least 1.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Folder of Apertium's modes; null: Apertium is not used.</summary>
    public string? ApertiumModes { get; init; } = Apertium.ApertiumModes.DefaultDirectory;

    /// <summary>Time that Apertium may take for a sentence, its first start included.</summary>
    public TimeSpan ApertiumTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Services elsewhere; none by default.</summary>
    public IReadOnlyList<RemoteTranslatorOptions> Remote { get; init; } = [];
}
