using System.Collections.Concurrent;
using Hansard.Engine.Distribution;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs.Dispatch;
using Hansard.Server.Jobs.Lengths;
using Hansard.Server.Storage;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Jobs.Parts;

/// <summary>Stores and offers the parts of this server's jobs.</summary>
internal sealed partial class PartDesk(
    IPartStore store,
    PartObjects objects,
    PartRunner runner,
    IDispatcher dispatcher,
    LengthReader lengths,
    ITranscriber transcriber,
    HansardServerOptions options,
    TimeProvider clock,
    ILogger<PartDesk> logger)
{
    /// <summary>Parts of a recording that wait or run at once; each is an object of 4 MB for every minute.</summary>
    public const int MostOutstanding = 32;

    private static readonly TimeSpan RemovalTimeout = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, bool> _opened = new(StringComparer.Ordinal);

    /// <inheritdoc cref="ISpeechParts.PartLength" />
    public TimeSpan PartLength => options.Queue.PartLength;

    /// <summary>Times that a part is begun.</summary>
    public int MaximumAttempts => options.Jobs.MaximumAttempts;

    /// <summary>Opens the parts of a job.</summary>
    /// <param name="job">The worker's.</param>
    /// <param name="path">Its recording.</param>
    /// <param name="progress">Told that the work goes on.</param>
    /// <param name="cancellationToken">The job is this worker's no more.</param>
    /// <returns>Null for a recording that is transcribed as a whole.</returns>
    public async Task<JobParts?> OpenAsync(Job job, string path, JobProgress progress, CancellationToken cancellationToken)
    {
        var from = options.Queue.PartsFrom;
        if (from <= TimeSpan.Zero || transcriber is not IPartTranscriber) return null;
        // A worker that was free may have been faster than whoever reads the lengths of those that wait.
        var length = job.DurationMs is { } known
            ? TimeSpan.FromMilliseconds(known)
            : await lengths.ReadAsync(path, job.Request(), cancellationToken);
        if (!(length >= from)) return null;
        LogParted(job.Id, length.Value.TotalSeconds, PartLength.TotalSeconds);
        dispatcher.Parted(job.Id);
        _opened[job.Id] = true;
        return new JobParts(job, progress, this, cancellationToken);
    }

    /// <summary>The parts of a job.</summary>
    public IReadOnlyList<PartState> Of(Job job) => store.Of(job.Id);

    /// <summary>Stores and offers a part.</summary>
    /// <returns>The part, and its result where it is there already.</returns>
    /// <exception cref="InvalidOperationException">The job is not this worker's any more.</exception>
    public async Task<(PartState State, WorkResult? Result)> OfferAsync(
        Job job, int number, WorkPart part, CancellationToken cancellationToken)
    {
        var known = store.Find(job.Id, part.Sha256);
        if (known is { Result: { } result })
        {
            if (await TryReadAsync(job, known, cancellationToken) is { } done) return (known, done);
            var again = await objects.WriteAsync(job, number, part, cancellationToken);
            await store.ReopenAsync(new PartId(job.Id, known.Number), result, again);
        }

        var sound = known is null ? await objects.WriteAsync(job, number, part, cancellationToken) : "";
        var added = await store.AddAsync(
            job, new NewPart(part.Sha256, part.Model, BuildVersion.Current, (long)part.Length.TotalMilliseconds, sound), cancellationToken)
            ?? throw new InvalidOperationException($"The job {job.Id} is no longer this worker's.");
        dispatcher.Ready(new PartId(job.Id, added.Number).ToString());
        return (added, null);
    }

    /// <summary>Reads the result of a part that has been done; it waits again where that is damaged.</summary>
    /// <exception cref="ObjectsUnavailableException">Not now.</exception>
    public async Task<WorkResult?> ReadAsync(Job job, PartState state, CancellationToken cancellationToken)
    {
        if (await TryReadAsync(job, state, cancellationToken) is { } result) return result;
        var id = new PartId(job.Id, state.Number);
        await store.ReopenAsync(id, state.Result!, sound: null);
        dispatcher.Ready(id.ToString());
        return null;
    }

    /// <summary>Takes a part of an own job, whoever it was offered to.</summary>
    public async Task<Job?> ClaimAsync(PartId id, CancellationToken cancellationToken)
    {
        var part = await store.ClaimAsync(id, BuildVersion.Current, options.Jobs.Lease, cancellationToken);
        if (part is not null) dispatcher.Ended(id.ToString());
        return part;
    }

    /// <summary>Does a part here.</summary>
    public Task RunAsync(Job part, CancellationToken cancellationToken) => runner.RunAsync(part, cancellationToken);

    /// <summary>Waits.</summary>
    public Task PauseAsync(TimeSpan time, CancellationToken cancellationToken) => Task.Delay(time, clock, cancellationToken);

    /// <summary>The state of a job's parts could not be read, or a part not be taken; it is tried again.</summary>
    public void Unwatched(Job job, Exception exception) => LogUnwatched(job.Id, exception.Message);

    /// <summary>Removes the objects of a job that was done in parts, if it has ended.</summary>
    public async Task TidyAsync(Job job)
    {
        if (!_opened.TryRemove(job.Id, out _)) return;
        using var timeout = new CancellationTokenSource(RemovalTimeout);
        try
        {
            if (store.UnderWay([job.Id]).Count == 0) await objects.RemoveAllAsync(job.Id, timeout.Token);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or OperationCanceledException
            or DatabaseUnavailableException)
        {
            LogLeft(job.Id, exception.Message);
        }
    }

    private async Task<WorkResult?> TryReadAsync(Job job, PartState state, CancellationToken cancellationToken)
    {
        try
        {
            return await objects.ReadResultAsync(state.Result!, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            LogDamaged(job.Id, state.Number, exception.Message);
            return null;
        }
    }

    [LoggerMessage(
        437, LogLevel.Information, "Job {JobId}: {AudioSeconds:0} s of audio are given to all workers in parts of {PartSeconds:0} s")]
    private partial void LogParted(string jobId, double audioSeconds, double partSeconds);

    [LoggerMessage(438, LogLevel.Warning, "Job {JobId}: its parts cannot be looked after now; it is tried again: {Reason}")]
    private partial void LogUnwatched(string jobId, string reason);

    [LoggerMessage(439, LogLevel.Warning, "Job {JobId}: the result of part {Number} cannot be read, and is made again: {Reason}")]
    private partial void LogDamaged(string jobId, long number, string reason);

    [LoggerMessage(440, LogLevel.Warning, "Job {JobId}: the objects of its parts could not be removed now; they go later: {Reason}")]
    private partial void LogLeft(string jobId, string reason);
}
