using System.Text.Json;

namespace Hansard.Cli.Remote.Api;

/// <summary>A stored file, by the fields that every server sends.</summary>
/// <param name="Raw">All that the server sent.</param>
internal sealed record RemoteFile(JsonElement Raw)
{
    /// <summary>A UUID.</summary>
    public string Id => Raw.Text("id") ?? "";

    /// <summary>Name of the upload.</summary>
    public string Filename => Raw.Text("filename") ?? "";

    /// <summary>In bytes.</summary>
    public long Size => Raw.Number("size") ?? 0;

    /// <summary>Time of the upload.</summary>
    public DateTimeOffset? CreatedAt => Raw.Time("created_at");

    /// <summary>The client's own name for it.</summary>
    public string? ClientReferenceId => Raw.Text("client_reference_id");
}
