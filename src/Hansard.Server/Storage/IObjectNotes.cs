namespace Hansard.Server.Storage;

/// <summary>
/// The database's notes of the bytes in a place that several servers share: one is written before the first byte, so that no kill leaves
/// bytes that nobody knows of, and no lost, emptied or older database removes any that are another's.
/// </summary>
/// <remarks>
/// A note is of bytes that arrive until <see cref="SettleAsync"/> finds a row that uses them; from then on it keeps their checksum.
/// </remarks>
internal interface IObjectNotes
{
    /// <summary>Notes that bytes are about to arrive.</summary>
    /// <exception cref="DatabaseUnavailableException">Not now.</exception>
    Task BeginAsync(string blob);

    /// <summary>Notes that an upload goes on.</summary>
    /// <param name="blob">Noted before.</param>
    /// <param name="upload">
    /// The place's own name of an upload in parts, which has to be broken off if it does not end; null for none.
    /// </param>
    /// <exception cref="DatabaseUnavailableException">Not now.</exception>
    Task RenewAsync(string blob, string? upload);

    /// <summary>Notes that all bytes have arrived.</summary>
    /// <returns>False when the note is gone, and the bytes with it: the upload had been silent for too long.</returns>
    /// <exception cref="DatabaseUnavailableException">Not now.</exception>
    Task<bool> ArrivedAsync(string blob, ObjectDigest digest);

    /// <summary>Makes the notes of bytes that rows use notes of stored ones.</summary>
    /// <exception cref="DatabaseUnavailableException">Not now.</exception>
    Task SettleAsync(CancellationToken cancellationToken);

    /// <summary>Finds a note.</summary>
    ObjectNote? Find(string blob);

    /// <summary>The notes of bytes that still arrive, and whose uploads were last heard of before a time (ms since 1970 UTC).</summary>
    /// <param name="before">The time.</param>
    /// <param name="limit">The most notes.</param>
    IReadOnlyList<ObjectNote> Silent(long before, int limit);

    /// <summary>Tells whether any recording of this database is stored in a shared place.</summary>
    bool HasStored();

    /// <summary>Stored bytes that no row uses any more.</summary>
    /// <param name="limit">The most names.</param>
    IReadOnlyList<string> Unused(int limit);

    /// <summary>Removes the notes of bytes that are gone.</summary>
    /// <exception cref="DatabaseUnavailableException">Not now: the notes stay.</exception>
    Task ForgetAsync(IReadOnlyList<string> blobs);
}

/// <summary>A note of bytes.</summary>
internal sealed record ObjectNote
{
    /// <summary>Their name.</summary>
    public required string Blob { get; init; }

    /// <summary>True until a row that uses them was found.</summary>
    public bool IsArriving { get; init; }

    /// <summary>The name of their upload in parts.</summary>
    public string? Upload { get; init; }

    /// <summary>Their size; null before they have arrived.</summary>
    public long? Size { get; init; }

    /// <summary>Their SHA-256 in hexadecimal; null before they have arrived.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Both; null before they have arrived.</summary>
    public ObjectDigest? Digest => Size is { } size && Sha256 is { } sha256 ? new ObjectDigest(size, sha256) : null;
}

/// <summary>The size of an object, and its checksum.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">In hexadecimal, lower case.</param>
internal sealed record ObjectDigest(long Size, string Sha256);
