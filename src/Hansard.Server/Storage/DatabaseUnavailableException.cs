namespace Hansard.Server.Storage;

/// <summary>The database cannot be used now, through no fault of what was asked of it: trying again later helps.</summary>
/// <param name="message">The reason; for everyone to read.</param>
/// <param name="retryAfter">Time until another attempt can succeed, at the earliest.</param>
/// <param name="innerException">The database's, if it said so.</param>
internal sealed class DatabaseUnavailableException(string message, TimeSpan retryAfter, Exception? innerException = null)
    : StorageUnavailableException(message, retryAfter, innerException)
{
    private static readonly TimeSpan WhenLocked = TimeSpan.FromSeconds(5);

    /// <summary>Somebody else has had the database for too long.</summary>
    public static DatabaseUnavailableException ForLock(Exception? exception = null)
        => new("The database is locked by another program, or very slow: try again in a moment.", WhenLocked, exception);

    /// <summary>No answer: it is being started again, another takes its place, or the network is down.</summary>
    public static DatabaseUnavailableException ForUnreachable(Exception? exception = null)
        => new("The database cannot be reached at the moment: try again in a moment.", WhenLocked, exception);

    /// <summary>No answer since it was asked to store something: that may be stored, or not.</summary>
    public static DatabaseUnavailableException ForUnknownOutcome(Exception exception)
        => new(
            "The database was lost while it stored this, and has not come back: look whether it is there before you try again.",
            WhenLocked, exception);

    /// <summary>There is no room left.</summary>
    public static DatabaseUnavailableException ForFullDisk(Exception? exception = null)
        => new("The server's disk is full: its operator must make room.", LimitReachedException.WhenFull, exception);

    /// <summary>The disk answers with errors, or takes no changes.</summary>
    public static DatabaseUnavailableException ForFailingDisk(Exception? exception = null)
        => new(
            "The server's disk fails, or has become read-only: its operator must look at it.", LimitReachedException.WhenFull, exception);

    /// <summary>Without the permission to write what it has to: by modes of files, or because a file was made immutable.</summary>
    public static DatabaseUnavailableException ForForbidden(Exception? exception = null)
        => new(
            "The server's data directory, or a part of it, cannot be written: its operator must let the server write there.",
            LimitReachedException.WhenFull, exception);

    /// <summary>Tells that its content is not as it was written.</summary>
    public static DatabaseUnavailableException ForDamage(Exception exception)
        => new(
            "The server's database is damaged: its operator must restore it, and its log has the reason.", LimitReachedException.WhenFull,
            exception);

    /// <summary>The data directory, or the part of it that is needed, is not where it was.</summary>
    public static DatabaseUnavailableException ForMissingFolder(Exception? exception = null)
        => new(
            "The server's data directory, or a part of it, is gone: its operator must bring it back.",
            LimitReachedException.WhenFull, exception);

    /// <summary>
    /// The disk's fault because of which a file could not be used: it is full, fails, or may not be written; null where it is another.
    /// </summary>
    public static DatabaseUnavailableException? OfDisk(Exception exception) => exception switch
    {
        UnauthorizedAccessException => ForForbidden(exception),
        IOException full when IsFullDisk(full) => ForFullDisk(full),
        IOException failing when IsFailingDisk(failing) => ForFailingDisk(failing),
        _ => null,
    };

    private static bool IsFailingDisk(IOException exception)
        // EIO and EROFS; ERROR_IO_DEVICE and ERROR_WRITE_PROTECT.
        => exception.HResult is 5 or 30 or unchecked((int)0x8007045D) or unchecked((int)0x80070013);

    /// <summary>Tells whether a file could not be written because the disk, or this user's share of it, is full.</summary>
    public static bool IsFullDisk(IOException exception)
        // ENOSPC; EDQUOT of Linux and of macOS; ERROR_DISK_FULL.
        => exception.HResult is 28 or 122 or 69 || exception.HResult == unchecked((int)0x80070070);
}
