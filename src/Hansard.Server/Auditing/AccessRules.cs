using Hansard.Server.Contract;
using Hansard.Server.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Auditing;

/// <summary>The one place that says which calls are noted, and as what; all others are not.</summary>
/// <remarks>
/// Not noted: lists and states of files and transcriptions, which clients poll and which have no text; events, counts, usage, models; and
/// tries of webhooks. What is not answered with success is in the server's own log.
/// </remarks>
internal static class AccessRules
{
    private const string Transcription = "transcription";
    private const string Transcript = "transcript";
    private const string Recording = "recording";
    private const string Speaker = "known_speaker";
    private const string Key = "key";

    private static readonly Dictionary<string, AccessRule> Rules = new(StringComparer.Ordinal)
    {
        ["POST /v1/files"] = new(AccessAction.Create, Recording),
        ["GET /v1/files/{id}/url"] = new(AccessAction.Export, Recording),
        ["GET /v1/files/{id}/content"] = new(AccessAction.Read, Recording),
        ["DELETE /v1/files/{id}"] = new(AccessAction.Delete, Recording),
        ["POST /v1/transcriptions"] = new(AccessAction.Create, Transcription),
        ["GET /v1/transcriptions/{id}/transcript"] = new(AccessAction.Read, Transcript) { ExportedBy = "format" },
        ["GET /v1/transcriptions/{id}/alternatives"] = new(AccessAction.Read, Transcript),
        ["POST /v1/alignments"] = new(AccessAction.Create, Transcription),
        ["GET /v1/alignments/{id}"] = new(AccessAction.Read, Transcript),
        ["PATCH /v1/transcriptions/{id}"] = new(AccessAction.Change, Transcription),
        ["POST /v1/transcriptions/{id}/cancel"] = new(AccessAction.Change, Transcription),
        ["POST /v1/transcriptions/{id}/retry"] = new(AccessAction.Create, Transcription),
        ["DELETE /v1/transcriptions/{id}"] = new(AccessAction.Delete, Transcription),
        ["POST /v1/transcriptions/{id}/revisions"] = new(AccessAction.Change, Transcript),
        ["POST /v1/transcriptions/{id}/revisions/import"] = new(AccessAction.Change, Transcript),
        ["GET /v1/transcriptions/{id}/revisions"] = new(AccessAction.Read, Transcript),
        ["GET /v1/transcriptions/{id}/summaries"] = new(AccessAction.Read, "summary"),
        ["POST /v1/transcriptions/{id}/summaries"] = new(AccessAction.Create, "summary"),
        ["DELETE /v1/transcriptions/{id}/summaries/{summary}"] = new(AccessAction.Delete, "summary"),
        ["POST /v1/transcriptions/{id}/shares"] = new(AccessAction.Share, Transcript),
        ["DELETE /v1/shares/{id}"] = new(AccessAction.Delete, "share"),
        ["GET /v1/shared"] = new(AccessAction.Read, Transcript) { ExportedBy = "format", Door = "link" },
        ["GET /v1/shared/{id}/recording"] = new(AccessAction.Read, Recording) { Door = "link" },
        ["GET /v1/search"] = new(AccessAction.Read, AccessedResource.Search),
        ["POST /v1/known-speakers"] = new(AccessAction.Create, Speaker),
        ["GET /v1/known-speakers"] = new(AccessAction.Read, Speaker),
        ["GET /v1/known-speakers/{id}"] = new(AccessAction.Read, Speaker),
        ["DELETE /v1/known-speakers/{id}"] = new(AccessAction.Delete, Speaker),
        ["POST /v1/vocabulary"] = new(AccessAction.Create, "term"),
        ["POST /v1/vocabulary/suggestions/dismiss"] = new(AccessAction.Change, "term"),
        ["DELETE /v1/vocabulary/{id}"] = new(AccessAction.Delete, "term"),
        ["POST /v1/auth/temporary-api-key"] = new(AccessAction.Create, Key),
        ["POST /v1/realtime/client_secrets"] = new(AccessAction.Create, Key) { Door = "openai" },
        ["POST /v1/realtime/transcription_sessions"] = new(AccessAction.Create, Key) { Door = "openai" },
        ["POST /v1/audio/transcriptions"] = new(AccessAction.Create, Transcript) { Door = "openai" },
        ["POST /v1/audio/translations"] = new(AccessAction.Create, Transcript) { Door = "openai" },
        ["GET /v1/realtime"] = new(AccessAction.Create, Transcript) { Door = "openai" },
        ["GET /transcribe-websocket"] = new(AccessAction.Create, Transcript) { Door = "live" },
        ["POST /asr"] = new(AccessAction.Create, Transcript) { Door = "whisper-asr" },
        ["POST /mcp"] = new(AccessAction.Read, Transcript) { Door = "mcp", OnlyIfNamed = true },
        ["POST /v1/admin/projects"] = new(AccessAction.Create, "project"),
        ["POST /v1/admin/projects/{id}/keys"] = new(AccessAction.Create, Key),
        ["DELETE /v1/admin/projects/{id}/keys/{key}"] = new(AccessAction.Delete, Key),
        ["POST /v1/admin/models/{name}/pull"] = new(AccessAction.Create, "model"),
        ["DELETE /v1/admin/models/{name}/pull"] = new(AccessAction.Delete, "model"),
        ["GET /v1/admin/access-log"] = new(AccessAction.Read, "access_log"),
    };

    /// <summary>Calls that change something, and are not noted: nothing of anybody's is in them.</summary>
    public static IReadOnlySet<string> Unnoted { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "POST /v1/webhooks/test", "DELETE /mcp", "POST /detect-language",
    };

    /// <summary>Calls that are noted.</summary>
    public static IReadOnlyCollection<string> Calls => Rules.Keys;

    /// <summary>The rule of a call; null: it is not noted.</summary>
    public static AccessRule? Of(string call) => Rules.GetValueOrDefault(call);

    /// <summary>The rule of a request; null: it is not noted.</summary>
    public static AccessRule? Of(HttpContext context)
        => context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } pattern } ? Of(Call(context.Request.Method, pattern)) : null;

    /// <summary>A call as rules name it.</summary>
    /// <param name="method">HEAD counts as GET.</param>
    /// <param name="pattern">Of the route.</param>
    public static string Call(string method, string pattern)
        => $"{(HttpMethods.IsHead(method) ? HttpMethods.Get : method)} /{pattern.Trim('/')}";
}

/// <summary>The form in which a call is noted.</summary>
/// <param name="Action">One of <see cref="AccessAction"/>.</param>
/// <param name="Resource">Kind of the thing.</param>
internal sealed record AccessRule(string Action, string Resource)
{
    /// <summary>The parameter of the query with which it is an export; null: none makes it one.</summary>
    public string? ExportedBy { get; init; }

    /// <summary>The protocol; null: the API, or the page.</summary>
    public string? Door { get; init; }

    /// <summary>Noted only when the endpoint names the thing.</summary>
    public bool OnlyIfNamed { get; init; }
}
