using Hansard.Server.Configuration;
using Hansard.Server.Jobs.Parts;
using Hansard.Server.Jobs.Scheduling;
using Hansard.Server.Projects;

namespace Hansard.Server.Jobs.Dispatch;

/// <summary>The rules of a queue, as they are configured.</summary>
internal static class QueueRules
{
    /// <param name="options">The configuration.</param>
    /// <param name="transcriber">Has the models.</param>
    /// <param name="projects">Knows their names.</param>
    public static BoardOptions Of(HansardServerOptions options, ITranscriber transcriber, IProjectStore projects) => new()
    {
        Schedule = new FairScheduleOptions
        {
            LongCost = options.Queue.LongRecording.TotalSeconds,
            ReservedShare = options.Queue.ReservedShare,
            Ageing = options.Queue.Ageing,
        },
        ModelLimits = new Dictionary<string, int>(options.Queue.ModelJobs, StringComparer.Ordinal),
        ShareOf = id => ShareOf(projects.OfId(id)?.Name is { } name ? options.LimitsOf(name) : options.Limits),
        // Parts have names of their own.
        ModelOf = name => PartLane.Is(name) ? name : ModelOf(name, transcriber),
    };

    // An alias is the default model's, and so is a model that is there no more: whoever takes the job says so.
    private static string ModelOf(string name, ITranscriber transcriber)
        => transcriber.Models.Any(model => model.Name == name) ? name : transcriber.Models[0].Name;

    private static ProjectShare ShareOf(LimitOptions limits)
        => new(limits.Weight, limits.RunningTranscriptions > 0 ? limits.RunningTranscriptions : null);
}
