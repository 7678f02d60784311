using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Hansard.Server.Observability;

/// <summary>The server's instruments, beside those of ASP.NET Core and the runtime. No label names a project or a job.</summary>
internal sealed class ServerMetrics : IDisposable
{
    /// <summary>The name of the meter and of the source of traces.</summary>
    public const string Name = "Hansard";

    private readonly Meter _meter;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _attemptsFailed;
    private readonly Counter<double> _audio;
    private readonly Counter<long> _webhooks;
    private readonly UpDownCounter<long> _models;
    private readonly Histogram<double> _wait;
    private readonly Histogram<double> _duration;

    /// <summary>Makes the instruments.</summary>
    public ServerMetrics(IMeterFactory factory, IJobBacklog backlog)
    {
        _meter = factory.Create(Name);
        _ended = _meter.CreateCounter<long>("hansard.jobs.ended", "{job}", "Jobs that ended, by status.");
        _attemptsFailed = _meter.CreateCounter<long>("hansard.jobs.attempts_failed", "{attempt}", "Attempts that failed and are repeated.");
        _audio = _meter.CreateCounter<double>("hansard.audio", "s", "Length of the recordings transcribed.");
        _webhooks = _meter.CreateCounter<long>(
            "hansard.webhooks.tries", "{try}", "Webhooks tried, by outcome: delivered, failed (to be tried again) or given_up.");
        _models = _meter.CreateUpDownCounter<long>("hansard.models.loaded", "{model}", "Speech models in memory, by name.");
        _wait = _meter.CreateHistogram(
            "hansard.jobs.wait", "s", "From creation to the start of the first attempt.",
            advice: Buckets(0.01, 0.1, 1, 10, 60, 300, 1800, 7200));
        _duration = _meter.CreateHistogram(
            "hansard.jobs.duration", "s", "From the start of the last attempt to the end.",
            advice: Buckets(0.25, 0.5, 1, 2, 5, 15, 60, 300, 1800));
        _meter.CreateObservableGauge<long>(
            "hansard.jobs.pending",
            () =>
            {
                var depth = backlog.Depth();
                return (Measurement<long>[])[Of(depth.Queued, "queued"), Of(depth.Processing, "processing")];
            },
            "{job}",
            "Jobs that have not ended, by status.");
        Traces = new ActivitySource(Name);
    }

    /// <summary>Source of the spans of jobs.</summary>
    public ActivitySource Traces { get; }

    /// <summary>A job has started for the first time.</summary>
    public void Started(TimeSpan waited) => _wait.Record(waited.TotalSeconds);

    /// <summary>A job has ended.</summary>
    public void Ended(string status, TimeSpan took, TimeSpan audio)
    {
        _ended.Add(1, new KeyValuePair<string, object?>("status", status));
        _duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>("status", status));
        if (audio > TimeSpan.Zero) _audio.Add(audio.TotalSeconds);
    }

    /// <summary>
    /// A job has ended outside of an attempt to transcribe it: it was cancelled, or its recording could not be downloaded.
    /// </summary>
    public void Ended(string status) => _ended.Add(1, new KeyValuePair<string, object?>("status", status));

    /// <summary>An attempt failed, and there will be another.</summary>
    public void AttemptFailed() => _attemptsFailed.Add(1);

    /// <summary>A webhook was tried.</summary>
    public void WebhookTried(string outcome) => _webhooks.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>A speech model is in memory.</summary>
    public void ModelLoaded(string model) => _models.Add(1, new KeyValuePair<string, object?>("model", model));

    /// <summary>A speech model is in memory no more.</summary>
    public void ModelUnloaded(string model) => _models.Add(-1, new KeyValuePair<string, object?>("model", model));

    /// <inheritdoc />
    public void Dispose()
    {
        Traces.Dispose();
        _meter.Dispose();
    }

    private static Measurement<long> Of(long value, string status) => new(value, new KeyValuePair<string, object?>("status", status));

    private static InstrumentAdvice<double> Buckets(params double[] boundaries) => new() { HistogramBucketBoundaries = boundaries };
}
