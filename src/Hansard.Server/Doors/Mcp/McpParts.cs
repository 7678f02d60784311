using Hansard.Server.Configuration;
using Hansard.Server.Http;
using Hansard.Server.Jobs;
using Hansard.Server.Models;
using Hansard.Server.Search;
using Hansard.Server.Storage;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Doors.Mcp;

/// <summary>The parts of the server that tools work with.</summary>
internal sealed record McpParts(
    WaitingParts Waiting, ISearchStore Search, Cursors Cursors, CurrentModels Models, DiskSpace Disk, JobSignal Signal, McpCalls Calls,
    HansardServerOptions Options, ILogger<McpTool> Logger)
{
    /// <summary>Told of each transcript that a tool gives, for the record.</summary>
    public Action<AccessedResource> Accessed { get; init; } = _ => { };
}
