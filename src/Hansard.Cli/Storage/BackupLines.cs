using System.Diagnostics;
using Hansard.Server.Storage.Backup;

namespace Hansard.Cli.Storage;

/// <summary>Prints how far a backup has come, a line every few seconds, and a line for each recording that is not there.</summary>
internal sealed class BackupLines(TextWriter output) : IProgress<BackupStep>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long _last = Stopwatch.GetTimestamp();
    private long _count;

    /// <inheritdoc />
    public void Report(BackupStep value)
    {
        _count++;
        if (value.Outcome is BackupOutcome.Missing)
            output.WriteLine($"hansard: {value.Blob}: its bytes are not in the data directory, and not in the backup.");
        if (Stopwatch.GetElapsedTime(_last) < Interval) return;
        _last = Stopwatch.GetTimestamp();
        output.WriteLine($"{_count} recordings so far");
    }
}
