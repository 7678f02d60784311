using System.Globalization;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.OpenApi;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Auditing;

/// <summary>The call under /v1/admin/access-log.</summary>
internal static class AccessLogApi
{
    private const string ListName = "access-log";

    /// <summary>Adds the route.</summary>
    public static void MapAccessLog(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/admin/access-log", List)
        .WithTags("Administration")
        .WithMetadata(new AdministratorsOnly())
        .Ok<AccessLogResponse>("List who read, exported, changed and deleted what, newest first")
        .Query(
            new QueryParameter("project", "string", false, "Name or id of a project."),
            new QueryParameter("resource_id", "string", false, "Id of a transcription, a file, a key or whatever else was touched."),
            new QueryParameter("action", "string", false, $"{string.Join(", ", AccessAction.All)}."),
            new QueryParameter("start_time", "string", false, "No earlier than this: ISO 8601 in UTC."),
            new QueryParameter("end_time", "string", false, "Earlier than this."))
        .Paged()
        .Errors(403);

    private static IResult List(HttpContext context, IAccessLogStore store, Cursors cursors)
    {
        var query = context.Request.Query;
        var page = PageQuery.Read(query);
        var wanted = new AccessQuery(Text("project"), Text("resource_id"), Text("action"), Time("start_time"), Time("end_time"));
        if (wanted.Action is { } action && !AccessAction.All.Contains(action))
            throw ApiException.Invalid("invalid_value", "query.action", $"'action' must be one of {string.Join(", ", AccessAction.All)}.");
        var before = page.Cursor is null ? long.MaxValue : cursors.Read(ListName, "", page.Cursor).Major;
        var rows = store.List(wanted, before, page.Limit + 1);
        var more = rows.Count > page.Limit;
        return Reply.Json(new AccessLogResponse(
            [.. rows.Take(page.Limit).Select(Entry)], more ? cursors.Issue(ListName, "", rows[page.Limit - 1].Seq) : null));

        string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

        long? Time(string name)
        {
            if (Text(name) is not { } text) return null;
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time.ToUnixTimeMilliseconds()
                : throw ApiException.Invalid(
                    "invalid_value", $"query.{name}", $"'{name}' must be a time in ISO 8601, such as 2026-04-28T09:00:00Z.");
        }
    }

    private static AccessResponse Entry(StoredAccess row) => new()
    {
        Time = Timestamp.ToIso(row.Time),
        Project = row.Project,
        KeyId = row.KeyId,
        KeyName = row.KeyName,
        ShareId = row.ShareId,
        Address = row.Address,
        Door = row.Door,
        Action = row.Action,
        Resource = row.Resource,
        ResourceId = row.ResourceId,
    };
}
