using Hansard.Engine;

namespace Hansard.Server.Jobs;

/// <summary>The stages of a job that is being processed, as the API names them.</summary>
internal static class JobStage
{
    /// <summary>Words.</summary>
    public const string Recognition = "recognition";

    /// <summary>Speakers.</summary>
    public const string Diarization = "diarization";

    /// <summary>Translation.</summary>
    public const string Translation = "translation";

    /// <summary>The name of a stage of the engine.</summary>
    public static string Of(TranscriptionStage stage) => stage switch
    {
        TranscriptionStage.Diarization => Diarization,
        TranscriptionStage.Translation => Translation,
        _ => Recognition,
    };
}
