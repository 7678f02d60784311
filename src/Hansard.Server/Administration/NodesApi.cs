using System.Text.Json;
using Hansard.Server.Cluster;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.Jobs.Dispatch;
using Hansard.Server.OpenApi;
using Hansard.Server.Projects;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Administration;

/// <summary>GET /v1/admin/nodes.</summary>
internal static class NodesApi
{
    private const int MostProjects = 200;

    /// <summary>Adds the route.</summary>
    public static void MapNodes(this IEndpointRouteBuilder routes) => routes.MapAdministration("/nodes").MapGet("/", ListAsync)
        .Ok<NodesResponse>("List the nodes of the installation, what each does, and what waits")
        .Errors(403);

    private static async Task<IResult> ListAsync(
        INodeDirectory directory, IDispatcher dispatcher, IAdministrationStore store, IProjectStore projects, HttpContext context)
    {
        var nodes = await directory.ListAsync(context.RequestAborted);

        // After the nodes: what one has begun meanwhile is then rather listed nowhere yet than as nobody's.
        var running = store.Work().Running;
        var placed = nodes.SelectMany(node => node.Report?.Jobs ?? []).ToHashSet(StringComparer.Ordinal);
        var waiting = dispatcher.State().Projects;
        return Reply.Json(new NodesResponse
        {
            Nodes = [.. nodes.Select(node => Entry(node, running))],
            Elsewhere = [.. running.Where(job => !placed.Contains(job.Id)).Select(ServerStateApi.Entry)],
            Waiting =
            [
                .. waiting.OrderByDescending(project => project.Value.Seconds).Take(MostProjects).Select(project => new WaitingProjectEntry(
                    projects.OfId(project.Key)?.Name ?? project.Key, project.Value.Jobs, Math.Round(project.Value.Seconds, 1))),
            ],
            WaitingJobs = waiting.Values.Sum(backlog => (long)backlog.Jobs),
            WaitingSeconds = Math.Round(waiting.Values.Sum(backlog => backlog.Seconds), 1),
        });
    }

    private static NodeEntry Entry(NodeState node, IReadOnlyList<RunningJob> running)
    {
        var entry = new NodeEntry
        {
            Address = node.Address.Length > 0 ? node.Address : null,
            Status = Name(node.Status),
            Current = node.IsThis,
            Answers = node.Report is not null,
        };
        if (node.Report is not { } report) return entry;
        var jobs = report.Jobs.ToHashSet(StringComparer.Ordinal);
        return entry with
        {
            Host = report.Host,
            Role = Name(report.Role),
            Version = report.Version,
            StartedAt = Timestamp.ToIso(report.StartedAt.ToUnixTimeMilliseconds()),
            Models = report.Models,
            Threads = report.Threads,
            MemoryBytes = report.MemoryBytes,
            Workers = report.Workers,
            AudioRate = Math.Round(report.AudioRate, 2),
            ClockSkewMs = Math.Round(node.ClockSkew.TotalMilliseconds, 1),
            LatencyMs = Math.Round(node.Latency.TotalMilliseconds, 1),
            Running = [.. running.Where(job => jobs.Contains(job.Id)).Select(ServerStateApi.Entry)],
        };
    }

    private static string Name(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
