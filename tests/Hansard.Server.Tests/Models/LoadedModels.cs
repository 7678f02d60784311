using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Hansard.Server.Tests.Models;

/// <summary>
/// Adds up what the instrument of loaded models tells, for each server of this process by itself, which /metrics cannot: the exporter of
/// one server hears the meters of all. To be made before the server.
/// </summary>
internal sealed class LoadedModels : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Series, long> _counts = new();

    public LoadedModels()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "hansard.models.loaded") listener.EnableMeasurementEvents(instrument, instrument.Meter.Scope);
        };
        _listener.SetMeasurementEventCallback<long>(
            (_, measurement, tags, scope) => _counts.AddOrUpdate(
                new Series(scope, (string)tags[0].Value!), measurement, (_, count) => count + measurement));
        _listener.Start();
    }

    /// <summary>Names of the models in memory, in alphabetical order; a model that were there twice stands there twice.</summary>
    /// <param name="server">What its meters were made by.</param>
    public string[] In(IMeterFactory server) =>
    [
        .. _counts.Where(count => ReferenceEquals(count.Key.Scope, server))
            .SelectMany(count => Enumerable.Repeat(count.Key.Model, (int)count.Value))
            .Order(StringComparer.Ordinal),
    ];

    public void Dispose() => _listener.Dispose();

    private sealed record Series(object? Scope, string Model);
}
