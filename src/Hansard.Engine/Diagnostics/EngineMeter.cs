using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Hansard.Engine.Diagnostics;

/// <summary>The engine's instruments, on the meter "Hansard.Engine".</summary>
internal static class EngineMeter
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "Hansard.Engine";

    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Stages = Meter.CreateHistogram<double>(
        "hansard.engine.stage.duration", "s", "Time computing in a stage (tag stage), one measurement a call.");

    private static readonly Counter<long> FallbackSteps = Meter.CreateCounter<long>(
        "hansard.engine.fallback", "{window}", "Windows that needed a fallback from loops and hallucinations (tag step).");

    /// <summary>Measures until it is disposed.</summary>
    /// <param name="stage">vad, mel, encoder, decoder, alignment, speakers, translation.</param>
    internal static StageTimer Stage(string stage) => new(stage, Stopwatch.GetTimestamp());

    /// <summary>Counts a window that needed a fallback.</summary>
    /// <param name="step">Name of the fallback.</param>
    internal static void Fallback(string step) => FallbackSteps.Add(1, new KeyValuePair<string, object?>("step", step));

    /// <summary>A running measurement.</summary>
    /// <param name="Name">The stage.</param>
    /// <param name="Started">Timestamp.</param>
    internal readonly record struct StageTimer(string Name, long Started) : IDisposable
    {
        /// <inheritdoc />
        public void Dispose()
            => Stages.Record(Stopwatch.GetElapsedTime(Started).TotalSeconds, new KeyValuePair<string, object?>("stage", Name));
    }
}
