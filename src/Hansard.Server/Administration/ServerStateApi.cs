using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.OpenApi;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Administration;

/// <summary>The calls that tell an administrator how the server is.</summary>
internal static class ServerStateApi
{
    /// <summary>Adds the routes.</summary>
    public static void MapServerState(this IEndpointRouteBuilder routes)
    {
        var state = routes.MapAdministration("");
        state.MapGet("/storage", Storage).Ok<ServerStorageResponse>("Tell the room that is taken and left").Errors(403);
        state.MapGet("/workers", Workers).Ok<WorkersResponse>("Tell what the workers do, and what waits").Errors(403);
        state.MapGet("/retention", Retention).Ok<RetentionResponse>("Tell after which age things are deleted").Errors(403);
    }

    private static IResult Storage(IAdministrationStore store, CatalogueModels models, DataDirectory directory, DiskSpace disk)
    {
        var projects = store.Projects();
        var use = disk.Use;
        return Reply.Json(new ServerStorageResponse
        {
            DatabaseBytes = ((string[])["", "-wal", "-shm"]).Sum(part => Size(directory.DatabaseFile + part)),
            RecordingsBytes = projects.Sum(project => project.Bytes),
            ModelsBytes = models.Bytes(),
            FreeBytes = use.Free,
            DiskBytes = use.Total,
            ReservedBytes = disk.Reserved,
            Projects = [.. projects.OrderByDescending(p => p.Bytes).Select(p => new ProjectStorageEntry(p.Id, p.Name, p.Files, p.Bytes))],
        });
    }

    private static IResult Workers(IAdministrationStore store, HansardServerOptions options)
    {
        var work = store.Work();
        return Reply.Json(new WorkersResponse
        {
            Workers = options.Workers,
            Running = [.. work.Running.Select(Entry)],
            Queued = work.Queued,
            Downloading = work.Downloading,
            OldestQueuedAt = work.OldestQueuedAt is { } oldest ? Timestamp.ToIso(oldest) : null,
        });
    }

    /// <summary>A job as answers have it.</summary>
    public static RunningJobEntry Entry(RunningJob job) => new()
    {
        TranscriptionId = job.Id,
        Project = job.Project,
        Model = job.Model,
        Stage = job.Stage,
        StartedAt = Timestamp.ToIso(job.StartedAt),
        AudioDurationMs = job.AudioDurationMs,
        TranscribedMs = job.TranscribedMs,
    };

    private static IResult Retention(HansardServerOptions options) => Reply.Json(new RetentionResponse(
        (long?)options.Retention.Files?.TotalSeconds, (long?)options.Retention.Transcriptions?.TotalSeconds));

    private static long Size(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
