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
    private readonly Counter<long> _leasesLost;
    private readonly Counter<long> _parts;
    private readonly Counter<double> _audio;
    private readonly Counter<long> _webhooks;
    private readonly UpDownCounter<long> _models;
    private readonly Histogram<double> _wait;
    private readonly Histogram<double> _duration;

    /// <summary>Makes the instruments.</summary>
    public ServerMetrics(IMeterFactory factory, IJobBacklog backlog, IWorkActivity work)
    {
        _meter = factory.Create(Name);
        _ended = _meter.CreateCounter<long>("hansard.jobs.ended", "{job}", "Jobs that ended, by status.");
        _attemptsFailed = _meter.CreateCounter<long>("hansard.jobs.attempts_failed", "{attempt}", "Attempts that failed and are repeated.");
        _leasesLost = _meter.CreateCounter<long>(
            "hansard.jobs.leases_lost", "{lease}", "Jobs taken back from workers that did not renew their leases.");
        _parts = _meter.CreateCounter<long>(
            "hansard.parts.ended", "{part}",
            "Parts of long recordings that a worker of this node had, by outcome: completed, failed, returned or lost.");
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
        _meter.CreateObservableGauge<double>(
            "hansard.queue.audio",
            () => backlog.Queued().Seconds.Select(model => new Measurement<double>(
                model.Value, new KeyValuePair<string, object?>("model", model.Key))),
            "s",
            "Length of the recordings that wait for a worker, by model; estimated where it is not known.");
        _meter.CreateObservableGauge(
            "hansard.queue.oldest_wait", () => backlog.Queued().OldestWait.TotalSeconds, "s",
            "Time since the oldest came that waits for a worker; 0 where none waits.");
        ObserveWork(work);
        Traces = new ActivitySource(Name);
    }

    /// <summary>Source of the spans of jobs.</summary>
    public ActivitySource Traces { get; }

    /// <summary>A job has started for the first time.</summary>
    /// <param name="waited">Time since its creation.</param>
    /// <param name="door">Name of the protocol that it came by; null: the API.</param>
    public void Started(TimeSpan waited, string? door) => _wait.Record(waited.TotalSeconds, DoorTags(door));

    /// <summary>A job has ended.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="took">Time since the start of its last attempt.</param>
    /// <param name="audio">Length of what was transcribed.</param>
    /// <param name="door">Name of the protocol that it came by; null: the API.</param>
    public void Ended(string status, TimeSpan took, TimeSpan audio, string? door)
    {
        var tags = DoorTags(door);
        if (audio > TimeSpan.Zero) _audio.Add(audio.TotalSeconds, tags);
        tags.Add("status", status);
        _ended.Add(1, tags);
        _duration.Record(took.TotalSeconds, tags);
    }

    /// <summary>
    /// A job has ended outside of an attempt to transcribe it: it was cancelled, or its recording could not be downloaded.
    /// </summary>
    public void Ended(string status, string? door = null)
    {
        var tags = DoorTags(door);
        tags.Add("status", status);
        _ended.Add(1, tags);
    }

    /// <summary>An attempt failed, and there will be another.</summary>
    public void AttemptFailed() => _attemptsFailed.Add(1);

    /// <summary>Jobs were taken back, as their leases had not been renewed.</summary>
    public void LeasesLost(int count) => _leasesLost.Add(count);

    /// <summary>A worker is done with a part of a recording, however it ended.</summary>
    public void PartEnded(string outcome) => _parts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>A webhook was tried.</summary>
    public void WebhookTried(string outcome) => _webhooks.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>A speech model is in memory.</summary>
    public void ModelLoaded(string model) => _models.Add(1, new KeyValuePair<string, object?>("model", model));

    /// <summary>A speech model is in memory no more.</summary>
    public void ModelUnloaded(string model) => _models.Add(-1, new KeyValuePair<string, object?>("model", model));

    private void ObserveWork(IWorkActivity work)
    {
        _meter.CreateObservableGauge<long>(
            "hansard.workers",
            () =>
            {
                var now = work.Now();
                return (Measurement<long>[])[Of(now.Busy, "busy"), Of(Math.Max(0, now.Workers - now.Busy), "free")];
            },
            "{worker}",
            "Workers of this node, by status.");
        _meter.CreateObservableGauge(
            "hansard.workers.audio_rate", () => work.Now().AudioRate, "1",
            "Seconds of sound that this node transcribes in a second, over the last five minutes.");
        _meter.CreateObservableGauge(
            "hansard.leases.oldest_renewal", () => work.Now().OldestRenewal.TotalSeconds, "s",
            "Time since the renewal of that lease of this node which has not been renewed for longest; 0 without leases.");
    }

    // Series of jobs of the API are as they were before there were other protocols.
    private static TagList DoorTags(string? door) => door is null ? default : new TagList { { "door", door } };

    /// <inheritdoc />
    public void Dispose()
    {
        Traces.Dispose();
        _meter.Dispose();
    }

    private static Measurement<long> Of(long value, string status) => new(value, new KeyValuePair<string, object?>("status", status));

    private static InstrumentAdvice<double> Buckets(params double[] boundaries) => new() { HistogramBucketBoundaries = boundaries };
}
