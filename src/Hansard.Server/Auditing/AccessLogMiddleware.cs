using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.Projects;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Auditing;

/// <summary>Notes what was done, when it has been done: by <see cref="AccessRules"/>, and for whomever the request acted.</summary>
internal sealed class AccessLogMiddleware(RequestDelegate next, AccessLog log)
{
    // Parts of addresses that name a thing, the most special first.
    private static readonly string[] Ids = ["key", "id", "name"];

    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var time = log.Now;
        await next(context);
        if (!log.IsOn || context.Response.StatusCode >= 400 || AccessRules.Of(context) is not { } rule) return;
        var named = context.Features.Get<AccessedResource>();
        var holder = context.Features.Get<KeyHolder>();
        if (named is null && (rule.OnlyIfNamed || holder is null)) return;
        var isExport = rule.ExportedBy is { } parameter && context.Request.Query.ContainsKey(parameter);
        await log.NoteAsync(new AccessEntry
        {
            Time = time,
            ProjectId = named?.ProjectId ?? holder?.Project.Id,
            KeyId = holder?.KeyId,
            KeyName = holder?.KeyName is { Length: > 0 } name ? name : null,
            ShareId = named?.ShareId,
            Address = context.Connection.RemoteIpAddress?.ToString(),
            Door = rule.Door ?? (ClientSource.Of(context.Request) is RequestSource.Playground ? "page" : "api"),
            Action = named?.Action ?? (isExport ? AccessAction.Export : rule.Action),
            Resource = named?.Resource ?? rule.Resource,
            ResourceId = named?.Id ?? IdOf(context),
        });
    }

    private static string? IdOf(HttpContext context)
    {
        foreach (var name in Ids)
            if (context.Request.RouteValues[name] is string value) return ResourceId.Parse(value) ?? value;
        return null;
    }
}
