using Hansard.Server.Jobs.Dispatch;
using Hansard.Server.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Jobs.Lengths;

/// <summary>
/// Finds out how long the recordings are that wait, so that projects share by seconds and short ones do not wait behind long ones.
/// </summary>
/// <remarks>
/// Beside the request that creates a job, which waits for no recording to be opened, and wherever the recording came from. Until its length
/// is known, a job counts as a usual one. One at a time: starting a decoder takes a thousandth of the time that transcribing does.
/// </remarks>
internal sealed partial class LengthService(
    ILengthStore store, LengthReader reader, IDispatcher dispatcher, JobSignal signal, TimeProvider clock, ILogger<LengthService> logger)
    : BackgroundService
{
    private const int Batch = 50;

    // Only in case a wake-up is missed.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => new ServiceLoop(Log, clock).RunAsync(RoundAsync, Signal.PauseAfterFault, stoppingToken);

    private async Task RoundAsync(CancellationToken stopping)
    {
        var next = signal.Next;
        var jobs = store.Unmeasured(Batch);
        foreach (var job in jobs)
        {
            var length = await reader.ReadAsync(job, stopping);
            await store.MeasuredAsync(job.Id, length, stopping);
            if (length is not null) dispatcher.Ready(job.Id);
        }
        if (jobs.Count < Batch) await Signal.WaitAsync(next, LongestWait, clock, stopping);
    }

    private void Log(Exception exception)
    {
        if (exception is DatabaseUnavailableException) LogUnavailable(exception.Message);
        else LogFault(exception);
    }

    [LoggerMessage(372, LogLevel.Error, "The lengths of waiting recordings could not be found out; it goes on")]
    private partial void LogFault(Exception exception);

    [LoggerMessage(373, LogLevel.Warning, "The lengths of waiting recordings cannot be stored: {Reason}")]
    private partial void LogUnavailable(string reason);
}
