using Hansard.Server.Projects;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Administration;

/// <summary>Writes down once a minute when keys were last used, and at the end.</summary>
internal sealed partial class KeyUseRecording(
    KeyUse uses, IAdministrationStore store, TimeProvider clock, ILogger<KeyUseRecording> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Interval, clock, stoppingToken);
                await RecordAsync();
            }
        }
        catch (OperationCanceledException)
        {
            await RecordAsync();
        }
    }

    private async Task RecordAsync()
    {
        var taken = uses.Take();
        if (taken.Count == 0) return;
        try
        {
            await store.RecordUsesAsync(taken, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // It is for people to look at: nothing depends on it.
            LogFault(exception.Message);
        }
    }

    [LoggerMessage(210, LogLevel.Warning, "The last uses of keys are not written down this time: {Reason}")]
    private partial void LogFault(string reason);
}
