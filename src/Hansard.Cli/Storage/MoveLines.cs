using System.Diagnostics;
using Hansard.Server.Storage.Objects;

namespace Hansard.Cli.Storage;

/// <summary>Prints how far a move has come, a line every few seconds, and a line for each recording that cannot be moved.</summary>
internal sealed class MoveLines(TextWriter output) : IProgress<MoveStep>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private long _last = Stopwatch.GetTimestamp();

    /// <summary>True when a recording could not be moved.</summary>
    public bool HasFaults { get; private set; }

    /// <inheritdoc />
    public void Report(MoveStep value)
    {
        if (value.Outcome is MoveOutcome.Failed)
        {
            HasFaults = true;
            output.WriteLine($"hansard: {value.Blob}: {value.Fault}");
        }

        if (Stopwatch.GetElapsedTime(_last) < Interval) return;
        _last = Stopwatch.GetTimestamp();
        output.WriteLine($"{value.Number} of {value.Count} recordings");
    }
}
