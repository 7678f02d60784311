using System.Diagnostics.Metrics;
using Hansard.Engine.Diagnostics;

namespace Hansard.Bench;

/// <summary>Sums what the engine reports about its stages and its fallbacks.</summary>
internal sealed class StageRecorder : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, double> _stages = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _fallbacks = new(StringComparer.Ordinal);

    public StageRecorder()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == EngineMeter.Name) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, value, tags, _) =>
        {
            lock (_stages) _stages[(string)tags[0].Value!] = _stages.GetValueOrDefault((string)tags[0].Value!) + value;
        });
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            lock (_stages) _fallbacks[(string)tags[0].Value!] = _fallbacks.GetValueOrDefault((string)tags[0].Value!) + value;
        });
        _listener.Start();
    }

    /// <summary>Seconds computing in each stage.</summary>
    public IReadOnlyDictionary<string, double> Stages => _stages;

    /// <summary>Windows that needed each step.</summary>
    public IReadOnlyDictionary<string, long> Fallbacks => _fallbacks;

    public override string ToString()
        => $"{string.Join(", ", _stages.Select(s => $"{s.Key} {s.Value:F1} s"))}; fallback: "
            + $"{(_fallbacks.Count == 0 ? "none" : string.Join(", ", _fallbacks.Select(g => $"{g.Key} {g.Value}")))}";

    public void Dispose() => _listener.Dispose();
}
