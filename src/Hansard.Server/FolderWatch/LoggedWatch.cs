using Microsoft.Extensions.Logging;

namespace Hansard.Server.FolderWatch;

/// <summary>Writes what happens in a watched folder into the log.</summary>
/// <param name="folder">The folder.</param>
/// <param name="logger">The log.</param>
internal sealed partial class LoggedWatch(string folder, ILogger logger) : IWatchReport
{
    /// <inheritdoc />
    public void Written(string recording, IReadOnlyList<string> files, IReadOnlyList<string> notes)
        => LogWritten(folder, recording, files.Count);

    /// <inheritdoc />
    public void Followed(string recording, string former, bool isCopy) => LogFollowed(folder, recording, former);

    /// <inheritdoc />
    public void Skipped(string recording, string reason) => LogSkipped(folder, recording, reason);

    /// <inheritdoc />
    public void Failed(string recording, string reason) => LogFailed(folder, recording, reason);

    /// <inheritdoc />
    public void Waiting(string? recording, string reason, TimeSpan pause) => LogWaiting(folder, recording ?? "", reason, pause);

    [LoggerMessage(242, LogLevel.Information, "Watched {Folder}: {Recording} was transcribed into {Files} files")]
    private partial void LogWritten(string folder, string recording, int files);

    [LoggerMessage(243, LogLevel.Information, "Watched {Folder}: {Recording} is {Former} under another name, as are its transcripts now")]
    private partial void LogFollowed(string folder, string recording, string former);

    [LoggerMessage(244, LogLevel.Information, "Watched {Folder}: {Recording} was skipped. {Reason}")]
    private partial void LogSkipped(string folder, string recording, string reason);

    [LoggerMessage(245, LogLevel.Warning, "Watched {Folder}: {Recording} has no transcript. {Reason}")]
    private partial void LogFailed(string folder, string recording, string reason);

    [LoggerMessage(246, LogLevel.Warning, "Watched {Folder}: {Recording} waits, and is tried again after {Pause}. {Reason}")]
    private partial void LogWaiting(string folder, string recording, string reason, TimeSpan pause);
}
