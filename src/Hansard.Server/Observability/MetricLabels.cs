using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace Hansard.Server.Observability;

/// <summary>Keeps the labels of foreign instruments to those that have few values and name nobody.</summary>
/// <remarks>
/// /metrics needs no key, and clients choose the hosts of audio_url and webhook_url: by default every one of them becomes a series, of each
/// instrument of HTTP and DNS. A list of what is allowed and not of what is not, since further versions add further labels.
/// </remarks>
internal static class MetricLabels
{
    private static readonly FrozenDictionary<string, string[]> Allowed = new Dictionary<string, string[]>
    {
        // Requests of this server: recordings fetched and webhooks sent.
        ["System.Net.Http"] =
            ["http.request.method", "http.response.status_code", "http.connection.state", "network.protocol.version", "error.type"],
        ["System.Net.NameResolution"] = ["error.type"],

        // Requests to this server. A route is one of its own.
        ["Microsoft.AspNetCore.Hosting"] =
            ["http.request.method", "http.response.status_code", "http.route", "network.protocol.version", "error.type"],
        ["Microsoft.AspNetCore.Server.Kestrel"] = ["network.protocol.version", "error.type"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // The default boundaries are for milliseconds: all stages of the engine would be in the first bucket.
    private static readonly double[] StageSeconds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    /// <summary>Chooses the labels of an instrument that are exported.</summary>
    /// <returns>Null: all of it.</returns>
    public static MetricStreamConfiguration? Of(Instrument instrument)
    {
        if (Allowed.TryGetValue(instrument.Meter.Name, out var labels)) return new MetricStreamConfiguration { TagKeys = labels };
        return instrument.Meter.Name == Engine.Diagnostics.EngineMeter.Name && instrument is Histogram<double>
            ? new ExplicitBucketHistogramConfiguration { Boundaries = StageSeconds }
            : null;
    }
}
