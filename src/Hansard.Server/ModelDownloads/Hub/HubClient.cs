using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hansard.Engine.Models;

namespace Hansard.Server.ModelDownloads.Hub;

/// <summary>Asks a hub such as Hugging Face's for the files of a model (<c>/api/models/OWNER/NAME/revision/REVISION</c>).</summary>
/// <remarks>The token goes to the hub alone: a redirection, as to where it keeps large files, is followed without.</remarks>
internal sealed partial class HubClient : IDisposable
{
    /// <summary>The environment variable that names another hub or a mirror of it, as the hub's own programs have it.</summary>
    public const string EndpointVariable = "HF_ENDPOINT";

    /// <summary>The environment variable that holds the key to models that not everybody may have.</summary>
    public const string TokenVariable = "HF_TOKEN";

    /// <summary>Bytes of a listing at most: one of a thousand files has some 300 kB.</summary>
    private const int LongestListing = 16 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Uri _address;
    private readonly bool _hasToken;

    /// <param name="address">The hub's.</param>
    /// <param name="token">The key; null: none.</param>
    /// <exception cref="DownloadException">The address is neither https nor of this machine.</exception>
    public HubClient(Uri address, string? token)
    {
        FileDownload.RequireSecure(address);
        _address = address.AbsolutePath.EndsWith('/') ? address : new UriBuilder(address) { Path = address.AbsolutePath + "/" }.Uri;
        _hasToken = !string.IsNullOrEmpty(token);
        Http = FileDownload.CreateClient();
        // .NET takes the header away when a request is redirected.
        if (_hasToken) Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>The client that files are to be downloaded with.</summary>
    public HttpClient Http { get; }

    /// <summary>A client as the environment says, or else the catalogue.</summary>
    /// <exception cref="DownloadException">Neither names a hub.</exception>
    public static HubClient Create(ModelCatalogue catalogue)
    {
        var named = Environment.GetEnvironmentVariable(EndpointVariable);
        Uri? address = null;
        if (!string.IsNullOrEmpty(named) && !Uri.TryCreate(named, UriKind.Absolute, out address))
            throw new DownloadException($"{EndpointVariable} is '{named}', which is no address.");
        return new HubClient(
            address ?? catalogue.Hub ?? throw new DownloadException(
                $"The model catalogue names no hub: set {EndpointVariable} to the address of one."),
            Environment.GetEnvironmentVariable(TokenVariable));
    }

    /// <summary>The address that a model's files have behind it, at a commit.</summary>
    public Uri FilesOf(HubModelName model, string commit) => new(_address, $"{model.Owner}/{model.Name}/resolve/{commit}/");

    /// <summary>Lists the files of a model.</summary>
    /// <exception cref="DownloadException">There is no such model, it may not be had, or the answer cannot be used.</exception>
    public async Task<HubListing> ListAsync(HubModelName model, CancellationToken cancellationToken)
    {
        var address = new Uri(
            _address, $"api/models/{model.Owner}/{model.Name}/revision/{Uri.EscapeDataString(model.Revision)}?blobs=true");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var response = await Http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            FileDownload.RequireSecure(response.RequestMessage?.RequestUri ?? address);
            if (!response.IsSuccessStatusCode) throw new DownloadException(Refusal(model, response.StatusCode));
            await response.Content.LoadIntoBufferAsync(LongestListing, limit.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false);
            using var json = JsonDocument.Parse(body);
            return Read(json.RootElement);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DownloadException($"'{_address}' has not answered for {Patience.TotalSeconds:0} seconds.", exception);
        }
        catch (HttpRequestException exception)
        {
            throw new DownloadException($"'{_address}' cannot be asked for '{model}': {exception.Message}.", exception);
        }
        catch (Exception exception) when (
            exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or InvalidDataException)
        {
            throw new DownloadException($"'{_address}' did not answer as a hub does: {exception.Message}", exception);
        }
    }

    /// <inheritdoc />
    public void Dispose() => Http.Dispose();

    private static HubListing Read(JsonElement json)
    {
        var commit = json.GetProperty("sha").GetString() ?? "";
        // It becomes a part of addresses.
        if (!Commit().IsMatch(commit)) throw new InvalidDataException("it has no commit.");
        return new HubListing(commit, [.. json.GetProperty("siblings").EnumerateArray().Select(File)]);
    }

    private static HubFile File(JsonElement json)
    {
        var large = json.TryGetProperty("lfs", out var lfs) && lfs.ValueKind is JsonValueKind.Object ? lfs : default;
        return new HubFile(
            json.GetProperty("rfilename").GetString()!,
            json.TryGetProperty("size", out var size) && size.ValueKind is JsonValueKind.Number ? size.GetInt64() : null,
            large.ValueKind is JsonValueKind.Object && large.TryGetProperty("sha256", out var hash) ? hash.GetString() : null);
    }

    private string Refusal(HubModelName model, HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound
            => $"'{_address}' has no model '{model}', or not for everybody. "
                + (_hasToken
                    ? $"The owner of the key in {TokenVariable} may have to accept its terms there first."
                    : $"For one that is not public, set {TokenVariable} to a key of yours."),
        _ => $"'{_address}' answered {(int)status} when it was asked for '{model}': try again later.",
    };

    [GeneratedRegex(@"\A[0-9a-f]{7,64}\z")]
    private static partial Regex Commit();
}
