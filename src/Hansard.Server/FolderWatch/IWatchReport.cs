namespace Hansard.Server.FolderWatch;

/// <summary>Is told what happens in a watched folder. Calls may come from several threads at once.</summary>
internal interface IWatchReport
{
    /// <summary>Transcripts were written.</summary>
    void Written(string recording, IReadOnlyList<string> files, IReadOnlyList<string> notes);

    /// <summary>A recording has been transcribed under another name, and its transcripts were renamed or copied.</summary>
    void Followed(string recording, string former, bool isCopy);

    /// <summary>A recording needs no transcript.</summary>
    void Skipped(string recording, string reason);

    /// <summary>A recording, or those in a folder, have no transcript, and are not tried again until that changes.</summary>
    void Failed(string recording, string reason);

    /// <summary>Something stands in the way that may pass; it is tried again.</summary>
    /// <param name="recording">Null: of the folder as a whole.</param>
    /// <param name="reason">For people.</param>
    /// <param name="pause">Time until the next try.</param>
    void Waiting(string? recording, string reason, TimeSpan pause);
}
