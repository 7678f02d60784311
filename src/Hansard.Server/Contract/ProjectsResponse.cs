using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Hansard.Server.Contract;

/// <summary>The body of POST /v1/admin/projects, for its description; read by hand, so that faults are named.</summary>
[Description("A project to make. Unknown fields are ignored.")]
internal sealed record ProjectBody
{
    [Description("Unique on this server, without control characters."), MaxLength(64)]
    public required string Name { get; init; }
}

/// <summary>The projects of a server.</summary>
internal sealed record ProjectsResponse(
    [property: Description("By name; the first two thousand.")] IReadOnlyList<ProjectResponse> Projects);

/// <summary>A project, and how much it has.</summary>
[Description("A project, and how much it has.")]
internal sealed record ProjectResponse
{
    [Description("A UUID.")]
    public required string Id { get; init; }

    [Description("Unique on this server.")]
    public required string Name { get; init; }

    [Description("In UTC.")]
    public required string CreatedAt { get; init; }

    [Description("Number of keys that are valid.")]
    public required long Keys { get; init; }

    [Description("Number of stored files.")]
    public required long Files { get; init; }

    [Description("Bytes of stored files, and of recordings that were downloaded for jobs which have not ended.")]
    public required long Bytes { get; init; }

    [Description("Number of transcriptions, in any state.")]
    public required long Transcriptions { get; init; }
}

/// <summary>The body of POST /v1/admin/projects/{id}/keys, for its description; read by hand, so that faults are named.</summary>
[Description("A key to make. Null counts as absent, and unknown fields are ignored.")]
internal sealed record KeyBody
{
    [Description("What to call it, without control characters."), MaxLength(64)]
    public required string Name { get; init; }

    [Description("Whether it sees and changes the settings of the whole server as well. False when absent.")]
    public bool? Admin { get; init; }
}

/// <summary>The keys of a project.</summary>
internal sealed record KeysResponse([property: Description("The oldest first, revoked ones included.")] IReadOnlyList<KeyResponse> Keys);

/// <summary>A key, without its secret.</summary>
[Description("A key of a project.")]
internal sealed record KeyResponse
{
    [Description("A UUID, to revoke it by.")]
    public required string Id { get; init; }

    [Description("The name that its maker gave it.")]
    public required string Name { get; init; }

    [Description("Its first characters.")]
    public required string Hint { get; init; }

    [Description("The key. Only in the answer that makes it: nothing can show it again.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }

    [Description("Whether it sees and changes the settings of the whole server as well.")]
    public required bool Admin { get; init; }

    [Description("Whether this request was sent with it.")]
    public required bool Current { get; init; }

    [Description("In UTC.")]
    public required string CreatedAt { get; init; }

    [Description("In UTC, to a minute or so; null while it has not been used since uses are noted.")]
    public required string? LastUsedAt { get; init; }

    [Description("In UTC; null while it is valid.")]
    public required string? RevokedAt { get; init; }
}
