using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Storage;

/// <summary>Finds out whether something could be stored now, by storing something: in the data directory, and in the database.</summary>
/// <remarks>However often it is asked, one try runs at a time, and its result holds for a second: asking is free to everyone who reaches
/// the server.</remarks>
internal sealed partial class StorageProbe(IDatabase database, DataDirectory directory, IObjectStore objects, ILogger<StorageProbe> logger)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DatabaseTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    private readonly Lock _lock = new();
    private Task<string?> _last = Task.FromResult<string?>(null);
    private long _ended = long.MinValue;
    private string? _fault;

    /// <returns>The reason for which the server cannot store, without a path; null when it can.</returns>
    public async Task<string?> FaultAsync()
    {
        try
        {
            return await Current().WaitAsync(Timeout);
        }
        catch (TimeoutException)
        {
            return "the data directory does not answer";
        }
    }

    private Task<string?> Current()
    {
        lock (_lock)
        {
            if (_last.IsCompleted && (_ended == long.MinValue || Stopwatch.GetElapsedTime(_ended) > Freshness)) _last = Task.Run(RunAsync);
            return _last;
        }
    }

    private async Task<string?> RunAsync()
    {
        var former = _fault;
        _fault = await TryAsync();
        if (_fault is not null && _fault != former) LogNotReady(_fault);
        if (_fault is null && former is not null) LogReady();
        _ended = Stopwatch.GetTimestamp();
        return _fault;
    }

    private async Task<string?> TryAsync()
    {
        try
        {
            if (!directory.IsComplete()) return "the data directory, or a part of it, is gone";
            await objects.ProbeAsync();
            await database.ProbeAsync(DatabaseTimeout);
            return null;
        }
        catch (StorageUnavailableException exception)
        {
            return exception.Message;
        }
        catch (Exception exception) when (DatabaseUnavailableException.OfDisk(exception) is { } fault)
        {
            return fault.Message;
        }
        catch (IOException)
        {
            return "the data directory cannot be written";
        }
        catch (Exception exception)
        {
            LogFault(exception);
            return "the database fails; the server's log has the reason";
        }
    }

    [LoggerMessage(220, LogLevel.Warning, "Not ready: {Reason}")]
    private partial void LogNotReady(string reason);

    [LoggerMessage(221, LogLevel.Information, "Ready again")]
    private partial void LogReady();

    [LoggerMessage(222, LogLevel.Error, "The database fails")]
    private partial void LogFault(Exception exception);
}
