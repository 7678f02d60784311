using System.Net;
using System.Text;
using System.Text.Json;
using Hansard.Server.Tests;

namespace Hansard.Resilience.Load;

/// <summary>
/// Clients that each upload, create, poll, read, list, open the page and delete, over and over, as quickly as they are answered.
/// </summary>
/// <param name="newClient">Makes a client of one project.</param>
/// <param name="pause">Time that each lets go by before its next round; null: none.</param>
internal sealed class ManyClients(Func<HttpClient> newClient, Func<TimeSpan>? pause = null)
{
    private static readonly TimeSpan PollPause = TimeSpan.FromMilliseconds(200);

    /// <summary>What they have done, by name.</summary>
    public SortedDictionary<string, Deed> Deeds { get; } = new(
        ((string[])["upload", "create", "poll", "read", "list", "page", "delete"]).ToDictionary(name => name, _ => new Deed()));

    /// <summary>Refusals without a time to come again.</summary>
    public int Untrue { get; private set; }

    /// <summary>Jobs that ended as their recordings say.</summary>
    public int Completed { get; private set; }

    /// <summary>Runs them.</summary>
    /// <param name="clients">At once.</param>
    /// <param name="content">Of every recording.</param>
    /// <param name="stop">Ends them, each after its round.</param>
    public async Task RunAsync(int clients, string content, CancellationToken stop)
    {
        using var client = newClient();
        await Task.WhenAll(Enumerable.Range(0, clients)
            .Select(i => Task.Run(() => RunAsync(client, content, i, stop), CancellationToken.None)));
    }

    private async Task RunAsync(HttpClient client, string content, int number, CancellationToken stop)
    {
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            if (pause is not null)
            {
                await Task.Delay(pause(), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (stop.IsCancellationRequested) return;
            }

            if (await UploadAsync(client, $"{content} {number} {round}") is not { } file) continue;
            if (await CreateAsync(client, file) is { } job)
            {
                if (!await HasEndedAsync(client, job, stop)) return;
                await ReadAsync(client, job, $"{content} {number} {round}");
                await DoAsync("list", () => client.GetAsync("/v1/transcriptions?limit=20"));
                await DoAsync("page", () => client.GetAsync("/app/"));
                await DoAsync("delete", () => client.DeleteAsync($"/v1/transcriptions/{job}"));
            }

            await DoAsync("delete", () => client.DeleteAsync($"/v1/files/{file}"));
        }
    }

    private async Task<string?> UploadAsync(HttpClient client, string content)
    {
        using var form = new MultipartFormDataContent { { new StringContent(content), "file", "recording.wav" } };
        return await IdAsync("upload", () => client.PostAsync("/v1/files", form));
    }

    private Task<string?> CreateAsync(HttpClient client, string file) => IdAsync("create", () => client.PostAsync(
        "/v1/transcriptions",
        new StringContent($$"""{"model": "stt-async-v5", "file_id": "{{file}}"}""", Encoding.UTF8, "application/json")));

    private async Task<bool> HasEndedAsync(HttpClient client, string job, CancellationToken stop)
    {
        while (true)
        {
            var text = await DoAsync("poll", () => client.GetAsync($"/v1/transcriptions/{job}"));
            if (text is not null && JsonDocument.Parse(text).RootElement.String("status") is "completed" or "error") return true;
            if (stop.IsCancellationRequested) return false;
            await Task.Delay(PollPause, CancellationToken.None);
        }
    }

    private async Task ReadAsync(HttpClient client, string job, string content)
    {
        var read = await DoAsync("read", () => client.GetAsync($"/v1/transcriptions/{job}/transcript"));
        if (read is null || JsonDocument.Parse(read).RootElement.String("text") != content) return;
        lock (Deeds) Completed++;
    }

    private async Task<string?> IdAsync(string deed, Func<Task<HttpResponseMessage>> request)
        => await DoAsync(deed, request) is { } text ? JsonDocument.Parse(text).RootElement.String("id") : null;

    // Who is told to come again later does.
    private async Task<string?> DoAsync(string deed, Func<Task<HttpResponseMessage>> request)
    {
        using var response = await Deeds[deed].DoAsync(request);
        if (response is null) return null;
        if (response.IsSuccessStatusCode) return await response.Content.ReadAsStringAsync();
        if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)) return null;
        var wait = response.Headers.RetryAfter?.Delta;
        if (wait is null || wait < TimeSpan.FromSeconds(1))
        {
            lock (Deeds) Untrue++;
        }

        await Task.Delay(wait is { } told && told < TimeSpan.FromSeconds(5) ? told : TimeSpan.FromSeconds(1), CancellationToken.None);
        return null;
    }
}
