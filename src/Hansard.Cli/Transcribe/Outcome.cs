namespace Hansard.Cli.Transcribe;

/// <summary>How the transcription of one recording ended.</summary>
/// <param name="Kind">What became of the transcript.</param>
/// <param name="IsSuccess">Whether it is as the user wants it.</param>
/// <param name="Reason">For people; null where there is none.</param>
internal sealed record Outcome(OutcomeKind Kind, bool IsSuccess, string? Reason)
{
    /// <summary>The transcript is where it belongs.</summary>
    public static Outcome Written { get; } = new(OutcomeKind.Written, true, null);

    /// <summary>There was a transcript already, which the user said is fine.</summary>
    public static Outcome Skipped(string reason) => new(OutcomeKind.Skipped, true, reason);

    /// <summary>There was a file already, and nothing was said about that.</summary>
    public static Outcome Refused(string reason) => new(OutcomeKind.Skipped, false, reason);

    /// <summary>It could not be done.</summary>
    public static Outcome Failed(string reason) => new(OutcomeKind.Failed, false, reason);
}

/// <summary>What became of a transcript.</summary>
internal enum OutcomeKind
{
    /// <summary>It is where it belongs.</summary>
    Written,

    /// <summary>It was not begun, because its file exists.</summary>
    Skipped,

    /// <summary>There is none.</summary>
    Failed,
}
