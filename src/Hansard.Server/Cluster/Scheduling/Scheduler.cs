using Hansard.Server.Jobs.Dispatch;
using Orleans;
using Orleans.Concurrency;

namespace Hansard.Server.Cluster.Scheduling;

/// <summary>The scheduler, where it is active: this node's board of jobs.</summary>
[Reentrant]
internal sealed class Scheduler(LocalDispatcher board) : Grain, IScheduler
{
    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        board.Lead();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        board.Rest();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<string?> NextAsync(WorkerAsk ask, CancellationToken cancellationToken)
        => board.OfferAsync(ask.ToOffer(), cancellationToken);

    /// <inheritdoc />
    public Task TellAsync(JobNotice notice)
    {
        var span = TimeSpan.FromMilliseconds(notice.Milliseconds);
        switch (notice.News)
        {
            case JobNews.Ready:
                board.Ready(notice.Id);
                break;
            case JobNews.Taken:
                board.Taken(notice.Id);
                break;
            case JobNews.Refused:
                board.Refused(notice.Id);
                break;
            case JobNews.Returned:
                board.Returned(notice.Id, span);
                break;
            case JobNews.Completed:
                board.Completed(notice.Id, span);
                break;
            case JobNews.Ended:
                board.Ended(notice.Id);
                break;
            case JobNews.Parted:
                board.Parted(notice.Id);
                break;
            case JobNews.TakenBack:
                board.TakenBack();
                break;
            default:
                // Of a newer version: what it tells of is found in the database.
                break;
        }

        return Task.CompletedTask;
    }
}
