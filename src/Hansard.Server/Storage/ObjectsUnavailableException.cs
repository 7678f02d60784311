namespace Hansard.Server.Storage;

/// <summary>The place of recordings cannot be used now.</summary>
/// <param name="message">The reason; for everyone to read.</param>
/// <param name="innerException">What it said, if anything.</param>
internal sealed class ObjectsUnavailableException(string message, Exception? innerException = null)
    : StorageUnavailableException(message, Pause, innerException)
{
    /// <summary>Time until another attempt.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>No answer comes.</summary>
    public static ObjectsUnavailableException Unreachable(Exception? exception = null)
        => new("The place where recordings are stored cannot be reached: try again in a moment.", exception);

    /// <summary>An answer comes, and is a refusal.</summary>
    public static ObjectsUnavailableException Refused(Exception? exception = null)
        => new("The place where recordings are stored refuses this server: its operator must look at its keys and rights.", exception);

    /// <summary>The machine has no room for a copy of a recording.</summary>
    public static ObjectsUnavailableException ForFullDisk()
        => new("The server's disk has no room for a copy of the recording: its operator must make room.");
}
