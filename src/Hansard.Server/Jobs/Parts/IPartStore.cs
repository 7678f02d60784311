namespace Hansard.Server.Jobs.Parts;

/// <summary>Keeps the parts of recordings: each call is one transaction. Times are by the database's clock.</summary>
/// <remarks>
/// Parts go with the end of their job, in its transaction. A part belongs to a worker while its lease is renewed; whoever ends it names the
/// fence, and changes nothing when another has the part, or nobody wants it any more.
/// </remarks>
internal interface IPartStore
{
    /// <summary>Adds a part, or finds the one of the same content that a former worker of the job left.</summary>
    /// <param name="job">The worker's.</param>
    /// <param name="part">The part.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>The part as it is stored; null when the job is no longer the worker's.</returns>
    Task<PartState?> AddAsync(Job job, NewPart part, CancellationToken cancellationToken);

    /// <summary>The part of a job with a content; null if there is none.</summary>
    PartState? Find(string job, string sha256);

    /// <summary>The parts of a job.</summary>
    IReadOnlyList<PartState> Of(string job);

    /// <summary>Parts that wait for a worker, under the names of <see cref="PartId"/> and <see cref="PartLane"/>.</summary>
    /// <param name="maximumAttempts">Those that were begun as often do not wait.</param>
    /// <param name="limit">The most.</param>
    IReadOnlyList<WaitingJob> Waiting(int maximumAttempts, int limit);

    /// <summary>A part that waits for a worker; null when it does not, or not any more.</summary>
    WaitingJob? Waiting(PartId id, int maximumAttempts);

    /// <summary>The parts that workers have, named likewise.</summary>
    IReadOnlyList<LeasedJob> Leased();

    /// <summary>Takes a part, in the name of this server.</summary>
    /// <param name="id">Of a part that waited when somebody looked.</param>
    /// <param name="version">Version of this program: a part of another is not taken.</param>
    /// <param name="lease">Time without renewal after which it is anybody's again.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>The job with the part, and the part's fence; null when it waits no longer.</returns>
    Task<Job?> ClaimAsync(PartId id, string version, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Renews a lease.</summary>
    /// <returns>False when the part is no longer the worker's.</returns>
    Task<bool> RenewAsync(Job part, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Ends a part with its result.</summary>
    /// <param name="part">The worker's.</param>
    /// <param name="result">Key of the object with it.</param>
    /// <returns>False when the part is no longer the worker's: nothing has changed.</returns>
    Task<bool> CompleteAsync(Job part, string result);

    /// <summary>Gives a part back.</summary>
    /// <param name="part">The worker's.</param>
    /// <param name="countsAsAttempt">False when the part had no part in it.</param>
    Task HandBackAsync(Job part, bool countsAsAttempt);

    /// <summary>Lets a part wait again whose result cannot be read.</summary>
    /// <param name="id">The part's.</param>
    /// <param name="result">Key of the object with the result; another one's stays.</param>
    /// <param name="sound">Key of an object with its sound; null: that which it has.</param>
    Task ReopenAsync(PartId id, string result, string? sound);

    /// <summary>Takes back parts whose leases have run out.</summary>
    /// <returns>Their number.</returns>
    Task<int> TakeBackAsync(CancellationToken cancellationToken);

    /// <summary>The jobs, of some, that have not ended.</summary>
    IReadOnlySet<string> UnderWay(IReadOnlyCollection<string> jobs);
}
