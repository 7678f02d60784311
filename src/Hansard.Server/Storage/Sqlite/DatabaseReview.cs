using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>Reads all of the database once after each start, so that damage is known before it is met, or taken for the truth.</summary>
/// <remarks>
/// Where an index is damaged, "not found" may be the answer about what is there, and no error. Beside the work: whoever writes does not
/// wait. 1.4 s of a processor for 1.2 GB of rows with two indices that the machine has in memory.
/// </remarks>
internal sealed partial class DatabaseReview(SqliteDatabase database, ILogger<DatabaseReview> logger) : BackgroundService
{
    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(
        () =>
        {
            try
            {
                database.Review(stoppingToken);
            }
            catch (InvalidDataException damage)
            {
                LogDamage(damage.Message);
            }
            catch (IOException exception)
            {
                LogUnread(exception.Message);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // The server stops.
            }
        },
        stoppingToken);

    [LoggerMessage(225, LogLevel.Critical, "Not ready any more: {Reason}")]
    private partial void LogDamage(string reason);

    [LoggerMessage(226, LogLevel.Warning, "The database could not be read through: {Reason}")]
    private partial void LogUnread(string reason);
}
