namespace Hansard.Server.Storage;

/// <summary>The database's account of the bytes in the <see cref="IObjectStore"/>: which are used, and which were deleted.</summary>
internal interface IBlobIndex
{
    /// <summary>Tells whether a file, or a job that has not ended, has these bytes.</summary>
    bool IsUsed(string blob);

    /// <summary>The names of all bytes that are used.</summary>
    HashSet<string> Used();

    /// <summary>Bytes that were noted as deleted before a time (milliseconds since 1970 UTC), and may still be there.</summary>
    IReadOnlyList<string> Deleted(long before);

    /// <summary>Tells whether bytes are held, so that none are to be removed now: a backup is made.</summary>
    bool AreHeld();

    /// <summary>Removes the notes of bytes that are gone.</summary>
    /// <exception cref="DatabaseUnavailableException">Not now: the notes stay.</exception>
    Task ForgetAsync(IReadOnlyList<string> blobs);

    /// <summary>The time from which this account has been kept, in milliseconds since 1970 UTC; null when it is new.</summary>
    long? Since();
}
