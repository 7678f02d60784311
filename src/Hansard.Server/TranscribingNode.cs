using Hansard.Server.Cluster;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs;

namespace Hansard.Server;

/// <summary>The node of this process, as it tells the others of itself.</summary>
internal sealed class TranscribingNode(HansardServerOptions options, ITranscriber transcriber, NodeWork work) : INode
{
    /// <inheritdoc />
    public NodeReport Report()
    {
        var models = options.Role.Transcribes() ? transcriber.Offered : [];
        return NodeReport.OfThisProcess(options, models) with { Jobs = work.Jobs, AudioRate = work.AudioRate };
    }
}
