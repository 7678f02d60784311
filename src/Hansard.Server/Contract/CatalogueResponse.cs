using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>The models of the catalogue, and the download that runs.</summary>
[Description("The models that a server has or can pull.")]
internal sealed record CatalogueResponse(
    [property: Description("In the order of the catalogue, and then models that the configuration names by their folders.")]
    IReadOnlyList<CatalogueModelResponse> Models,
    [property: Description("The download that runs, or was the last since the server started; null: there was none.")]
    ModelPullResponse? Pull);

/// <summary>A model of the catalogue.</summary>
[Description("A model that is here, or can be pulled.")]
internal sealed record CatalogueModelResponse
{
    [Description("Its name in the catalogue.")]
    public required string Name { get; init; }

    [Description("speech, voice_activity, speaker_encoder, speaker_segmentation or translation.")]
    public required string Kind { get; init; }

    [Description("Of speech models, such as whisper; null for others.")]
    public required string? Family { get; init; }

    [Description("One line for people.")]
    public required string Description { get; init; }

    [Description("Of its weights, as SPDX names it; empty where that is not known.")]
    public required string Licence { get; init; }

    [Description("installed, partial or absent.")]
    public required string State { get; init; }

    [Description("Bytes of all its files; null where the catalogue does not say, and it is not here.")]
    public required long? Bytes { get; init; }

    [Description("Whether it can be pulled: false for what comes with the program.")]
    public required bool CanBePulled { get; init; }

    [Description("Whether requests may name it; null for models that are not for speech.")]
    public required bool? Served { get; init; }

    [Description("Whether it is in memory; null for models that are not for speech.")]
    public required bool? Loaded { get; init; }

    [Description("Whether it is used when none of its kind is named.")]
    public required bool Default { get; init; }

    [Description("Whether nobody has run Hansard with it yet.")]
    public required bool Untested { get; init; }
}

/// <summary>The download of a model.</summary>
[Description("The download of a model.")]
internal sealed record ModelPullResponse
{
    [Description("Name of the model.")]
    public required string Model { get; init; }

    [Description("running, completed, failed or cancelled.")]
    public required string Status { get; init; }

    [Description("The file that is being downloaded; null before the first.")]
    public required string? File { get; init; }

    [Description("Bytes of this model that have arrived in this download.")]
    public required long ReceivedBytes { get; init; }

    [Description("Bytes of all its files; null where that is not known.")]
    public required long? TotalBytes { get; init; }

    [Description("Why it failed, or why a file is being tried again; null: nothing is wrong.")]
    public required string? Message { get; init; }

    [Description("In UTC.")]
    public required string StartedAt { get; init; }

    [Description("In UTC; null while it runs.")]
    public required string? EndedAt { get; init; }
}
