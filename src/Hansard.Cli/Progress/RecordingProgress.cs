using System.Diagnostics;
using Hansard.Engine;

namespace Hansard.Cli.Progress;

/// <summary>Progress of one recording, for the display to read.</summary>
/// <param name="name">Name on the display.</param>
internal sealed class RecordingProgress(string name) : IProgress<TranscriptionProgress>, IProgressLine
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private volatile TranscriptionProgress? _last;

    /// <summary>Name on the display.</summary>
    public string Name { get; } = name;

    /// <summary>The part that is done, from 0 to 1; null while the length is not known.</summary>
    public double? Fraction => _last switch
    {
        null => 0,
        { Total: { TotalSeconds: > 0 } total } last => Math.Clamp(last.Transcribed / total, 0, 1),
        _ => null,
    };

    /// <summary>Seconds of the recording in a second.</summary>
    public double Speed => (_last?.Transcribed.TotalSeconds ?? 0) / Math.Max(0.1, _watch.Elapsed.TotalSeconds);

    /// <summary>Time of the recording that is done.</summary>
    public TimeSpan Transcribed => _last?.Transcribed ?? TimeSpan.Zero;

    /// <summary>The time that the rest takes at the speed so far; null while there is none to go by.</summary>
    public TimeSpan? Remaining => Fraction is > 0 and var done ? _watch.Elapsed * ((1 - done) / done) : null;

    /// <inheritdoc />
    public string Figures
    {
        get
        {
            var share = Fraction is { } fraction ? $"{fraction,4:P0}" : $"{Transcribed:h\\:mm\\:ss}";
            var remaining = Remaining is { } time ? $"{time:h\\:mm\\:ss}" : "-:--:--";
            return $"{share.Replace(" %", "%", StringComparison.Ordinal)} {Speed,5:F1}x {remaining}";
        }
    }

    /// <inheritdoc />
    public void Report(TranscriptionProgress value) => _last = value;
}
