namespace Hansard.Server.FolderWatch;

/// <summary>Makes the transcripts of a watched folder.</summary>
internal interface IWatchedTranscriber
{
    /// <summary>
    /// Ends that transcripts add to a recording's name, such as <c>.srt</c>; null where they show only when it is transcribed.
    /// </summary>
    IReadOnlyList<string>? Suffixes { get; }

    /// <summary>Transcribes a recording.</summary>
    /// <param name="recording">It stays open, and the same file, until the transcript is there.</param>
    /// <param name="ticket">What it was asked by before a restart; null: it is new.</param>
    /// <param name="keepTicket">Keeps on the disk what the work can be found again by.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <exception cref="UntranscribableException">The reason lies in the recording.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="Exception">Anything else may pass, and is tried again.</exception>
    Task<TranscribedRecording> TranscribeAsync(
        OpenedRecording recording, string? ticket, Action<string> keepTicket, CancellationToken cancellationToken);
}

/// <summary>Transcripts of a recording.</summary>
/// <param name="Files">One for each format and language.</param>
/// <param name="Notes">Sentences on what they lack.</param>
internal sealed record TranscribedRecording(IReadOnlyList<TranscribedFile> Files, IReadOnlyList<string> Notes);

/// <summary>A transcript in a format.</summary>
/// <param name="Suffix">Added to the recording's name without its extension, such as <c>.en.srt</c>.</param>
/// <param name="Content">All of it.</param>
internal sealed record TranscribedFile(string Suffix, byte[] Content);

/// <summary>A recording has no transcript, and trying again without changing it would not help; the message says why.</summary>
internal sealed class UntranscribableException(string message, Exception? inner = null) : Exception(message, inner);
