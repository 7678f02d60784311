using Hansard.Engine.Translation;

namespace Hansard.Engine;

/// <summary>Settings of a <see cref="TranscriptionEngine"/>; fixed for its lifetime.</summary>
public sealed record EngineOptions
{
    /// <summary>The folder that holds the models and catalogue.json.</summary>
    public required string ModelsDirectory { get; init; }

    /// <summary>
    /// Name of a speech model in <see cref="ModelsDirectory"/>, or the path of a folder with a Whisper model in the Hugging Face layout;
    /// null: the catalogue's default.
    /// </summary>
    public string? Model { get; init; }

    /// <summary>
    /// Indicates whether a speech model has a second, small one beside it where the catalogue names one, which <see
    /// cref="TranscriptionOptions.SecondOpinion"/> asks; it is loaded when it is first asked.
    /// </summary>
    public bool SecondOpinion { get; init; } = true;

    /// <summary>Name of a speaker encoder in the catalogue; null: the catalogue's default.</summary>
    public string? SpeakerModel { get; init; }

    /// <summary>Threads that compute, at least 1.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// The longest recording accepted; a longer one is an <see cref="Audio.InvalidAudioException"/> when this much has been decoded.
    /// </summary>
    public TimeSpan MaximumDuration { get; init; } = TimeSpan.FromMinutes(300);

    /// <summary>
    /// The translators of text, which stay the caller's; null for none: then only what the speech model itself translates can be asked for.
    /// The package Hansard.Translation has some.
    /// </summary>
    public ITranslatorProvider? Translators { get; init; }
}
