namespace Hansard.Server.Retention;

/// <summary>Keeps the time up to which things have been deleted by age.</summary>
internal interface IRetentionStore
{
    /// <summary>Moves that time on.</summary>
    /// <param name="now">The clock's time, in milliseconds since 1970 UTC: it goes no further.</param>
    /// <param name="step">
    /// The most that it goes past the time that is kept, in milliseconds. Where none is kept yet, past the last thing that happened.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>The time that is kept from now on.</returns>
    Task<long> AdvanceAsync(long now, long step, CancellationToken cancellationToken);
}
