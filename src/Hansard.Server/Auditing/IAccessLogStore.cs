namespace Hansard.Server.Auditing;

/// <summary>Keeps the record of who did what.</summary>
internal interface IAccessLogStore
{
    /// <summary>Adds entries, in one transaction.</summary>
    Task AddAsync(IReadOnlyList<AccessEntry> entries, CancellationToken cancellationToken);

    /// <summary>Entries that are asked for, the newest first.</summary>
    IReadOnlyList<StoredAccess> List(AccessQuery query, long before, int limit);

    /// <summary>Deletes the oldest entries.</summary>
    /// <param name="keep">Milliseconds for which an entry is kept.</param>
    /// <param name="now">Milliseconds since 1970 UTC.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>Number of entries that were deleted.</returns>
    Task<int> PruneAsync(long keep, long now, CancellationToken cancellationToken);
}

/// <summary>Entries that are asked for; null: whatever.</summary>
/// <param name="Project">Id or name of the project.</param>
/// <param name="Resource">Id of the thing.</param>
/// <param name="Action">The deed.</param>
/// <param name="From">Milliseconds since 1970 UTC, inclusive.</param>
/// <param name="To">The same, exclusive.</param>
internal sealed record AccessQuery(string? Project, string? Resource, string? Action, long? From, long? To);
