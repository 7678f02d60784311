using Hansard.Translation;
using Hansard.Translation.Remote;

namespace Hansard.Server.Configuration;

/// <summary>Translators besides the models in the models folder.</summary>
public sealed class TranslationServiceOptions
{
    /// <summary>Indicates whether Apertium is used, where it is installed, for pairs that no model translates.</summary>
    public bool Apertium { get; set; } = true;

    /// <summary>Services elsewhere, to which what is said is sent; none by default.</summary>
    public IList<RemoteTranslatorOptions> Remote { get; } = [];

    /// <summary>The translators' form of it.</summary>
    /// <param name="modelsDirectory">The folder in which translation models are found.</param>
    /// <param name="threads">Threads that compute.</param>
    public TranslationSettings ToSettings(string modelsDirectory, int threads)
    {
        var settings = new TranslationSettings { ModelsDirectory = modelsDirectory, Threads = threads, Remote = [.. Remote] };
        return Apertium ? settings : settings with { ApertiumModes = null };
    }
}
