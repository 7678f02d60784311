using System.Text.Json.Serialization;

namespace Hansard.Engine.Models;

/// <summary>A model in the catalogue.</summary>
internal sealed record ModelEntry
{
    /// <summary>The model's name: lower-case letters, digits, points and hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>The model's purpose.</summary>
    public required ModelKind Kind { get; init; }

    /// <summary>One line for people.</summary>
    public required string Description { get; init; }

    /// <summary>SPDX identifier of the weights' licence.</summary>
    public required string Licence { get; init; }

    /// <summary>All files of the model.</summary>
    public required IReadOnlyList<ModelFile> Files { get; init; }

    /// <summary>The address that the files' paths are appended to,
    /// ending in a slash; null: the model is part of the repository.</summary>
    public Uri? Download { get; init; }

    /// <summary>The model's folder, relative to that of the catalogue; null: its <see cref="Name"/>.</summary>
    public string? Directory { get; init; }

    /// <summary>Indicates whether the model is used when none of its kind is named.</summary>
    public bool Default { get; init; }

    /// <summary>Indicates whether nobody has run Hansard with it yet.</summary>
    public bool Untested { get; init; }

    /// <summary>Speech models: name of the rescorer that is asked for a second opinion; null: none.</summary>
    public string? Rescorer { get; init; }

    /// <summary>
    /// Speech models and rescorers: the family, such as whisper, which says how the files are read and run; null: whisper.
    /// </summary>
    public string? Family { get; init; }

    /// <summary>
    /// Speech models that do not say it themselves: codes of the languages that they were trained on; null where the files say it.
    /// </summary>
    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>
    /// Whisper: seconds of silence to append to a window; null: pad to the 30 s of the training. Smaller is faster, but makes some models
    /// loop.
    /// </summary>
    public double? WindowPaddingSeconds { get; init; }

    /// <summary>Translation: code of the source language; null: many.</summary>
    public string? From { get; init; }

    /// <summary>Translation: code of the target language; null: many.</summary>
    public string? To { get; init; }

    /// <summary>The model's name on the hub that it was pulled from; null: it is of the catalogue.</summary>
    [JsonIgnore]
    public HubModelName? Hub { get; init; }

    /// <summary>Determines whether the model can be used for a purpose: what judges texts also recognises, where it is named.</summary>
    public bool Serves(ModelKind kind) => Kind == kind || (Kind is ModelKind.Rescorer && kind is ModelKind.Speech);
}
