namespace Hansard.Cli.Progress;

/// <summary>End of the transcription of one recording.</summary>
/// <param name="Kind">Fate of the transcript.</param>
/// <param name="IsSuccess">True if it is as the user wants it.</param>
/// <param name="Reason">For people; null where there is none.</param>
internal sealed record Outcome(OutcomeKind Kind, bool IsSuccess, string? Reason)
{
    /// <summary>The transcript is where it belongs.</summary>
    public static Outcome Written { get; } = new(OutcomeKind.Written, true, null);

    /// <summary>A transcript is there already, which the user said is fine.</summary>
    public static Outcome Skipped(string reason) => new(OutcomeKind.Skipped, true, reason);

    /// <summary>A file is there already, and the user did not say what to do about that.</summary>
    public static Outcome Refused(string reason) => new(OutcomeKind.Skipped, false, reason);

    /// <summary>The transcription could not be done.</summary>
    public static Outcome Failed(string reason) => new(OutcomeKind.Failed, false, reason);
}

/// <summary>Fates of a transcript.</summary>
internal enum OutcomeKind
{
    /// <summary>Written to where it belongs.</summary>
    Written,

    /// <summary>Not begun, because its file exists.</summary>
    Skipped,

    /// <summary>Not made.</summary>
    Failed,
}
