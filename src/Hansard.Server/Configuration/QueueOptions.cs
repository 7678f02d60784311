namespace Hansard.Server.Configuration;

/// <summary>The order in which recordings come. Projects share by <see cref="LimitOptions.Weight"/>.</summary>
public sealed record QueueOptions
{
    /// <summary>Recordings of more than this are long.</summary>
    public TimeSpan LongRecording { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Share of <see cref="HansardServerOptions.Workers"/> that take no long recordings, rounded down: of fewer than ten workers, none by
    /// default.
    /// </summary>
    public double ReservedShare { get; set; } = 0.1;

    /// <summary>
    /// Seconds by which a recording is put back within its project for each second of its length, so that short ones overtake long ones
    /// that came a little earlier; 0: in the order in which they came.
    /// </summary>
    public double Ageing { get; set; } = 1;

    /// <summary>
    /// Recordings of this length and more are given to all workers in parts, where nodes share a database and a place of recordings; 0:
    /// none.
    /// </summary>
    public TimeSpan PartsFrom { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>Speech in such a part, from 10 seconds to 30 minutes.</summary>
    public TimeSpan PartLength { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Most jobs at once with a model, by its name; a model that is not named has no limit.</summary>
    public IDictionary<string, int> ModelJobs { get; } = new Dictionary<string, int>(StringComparer.Ordinal);
}
