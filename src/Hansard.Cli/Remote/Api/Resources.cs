using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hansard.Cli.Remote.Api;

/// <summary>The files and transcriptions of a project.</summary>
internal static class Resources
{
    /// <summary>The path of a kind.</summary>
    public const string Files = "files";

    /// <inheritdoc cref="Files" />
    public const string Transcriptions = "transcriptions";

    // A hundred million rows: more pages are the fault of a server that never ends them.
    private const int MostPages = 100_000;

    /// <summary>A transcription; null where there is none of that id.</summary>
    public static async Task<RemoteTranscription?> FindTranscriptionAsync(
        this ApiClient api, string id, CancellationToken cancellationToken)
        => await api.FindAsync(PathOf(Transcriptions, id), cancellationToken).ConfigureAwait(false) is { } json
            ? new RemoteTranscription(json)
            : null;

    /// <summary>A file; null where there is none of that id.</summary>
    public static async Task<RemoteFile?> FindFileAsync(this ApiClient api, string id, CancellationToken cancellationToken)
        => await api.FindAsync(PathOf(Files, id), cancellationToken).ConfigureAwait(false) is { } json ? new RemoteFile(json) : null;

    /// <summary>Creates a transcription.</summary>
    public static async Task<RemoteTranscription> CreateAsync(this ApiClient api, JsonObject body, CancellationToken cancellationToken)
        => new(await api.PostAsync($"v1/{Transcriptions}", body, cancellationToken).ConfigureAwait(false));

    /// <summary>Deletes a file or a transcription; false if there is none.</summary>
    public static Task<bool> DeleteAsync(this ApiClient api, string kind, string id, CancellationToken cancellationToken)
        => api.DeleteAsync(PathOf(kind, id), cancellationToken);

    /// <summary>Lists files or transcriptions, the newest first.</summary>
    /// <param name="api">The server.</param>
    /// <param name="kind"><see cref="Files"/> or <see cref="Transcriptions"/>.</param>
    /// <param name="pageSize">Rows that are asked for at once.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    public static async IAsyncEnumerable<JsonElement> ListAsync(
        this ApiClient api, string kind, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cursor = "";
        for (var page = 0; page < MostPages; page++)
        {
            var next = cursor.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var answer = await api.GetAsync($"v1/{kind}?limit={pageSize}{next}", cancellationToken).ConfigureAwait(false);
            foreach (var row in answer.Items(kind)) yield return row;
            var following = answer.Text("next_page_cursor") ?? "";
            if (following.Length == 0 || following == cursor) yield break;
            cursor = following;
        }
    }

    /// <summary>The path of one.</summary>
    public static string PathOf(string kind, string id) => $"v1/{kind}/{Uri.EscapeDataString(id)}";
}
