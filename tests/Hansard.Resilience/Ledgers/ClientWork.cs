using System.Net;
using System.Text;
using System.Text.Json;
using Hansard.Server.Tests;

namespace Hansard.Resilience.Ledgers;

/// <summary>
/// Clients that do all that changes something, in random order: upload, create from a file and from a URL, delete, correct. What is
/// answered goes into the ledger; what breaks off may or may not have been done, and a client goes on with something else.
/// </summary>
/// <param name="ledger">Takes what was acknowledged.</param>
/// <param name="newClient">Makes a client of one project.</param>
/// <param name="media">A server whose answer is the content that its URL names; null: no job is made from a URL.</param>
/// <param name="webhook">Told of every job that ends; null for none.</param>
internal sealed class ClientWork(Ledger ledger, Func<HttpClient> newClient, LoopbackServer? media, string? webhook)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private int _number;

    /// <summary>Answers that no client can be given: of the server's own faults, but for those that say to come again.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>Runs them until they are stopped.</summary>
    /// <param name="clients">At once.</param>
    /// <param name="seed">Of what they choose.</param>
    /// <param name="stop">Ends them, each after what it does.</param>
    public Task RunAsync(int clients, int seed, CancellationToken stop)
        => Task.WhenAll(Enumerable.Range(0, clients)
            .Select(i => Task.Run(() => RunAsync(new Random(seed + i), stop), CancellationToken.None)));

    private async Task RunAsync(Random random, CancellationToken stop)
    {
        using var client = newClient();
        List<KeptFile> files = [];
        List<KeptJob> jobs = [];
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ActAsync(client, random, files, jobs);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException)
            {
                // The server was killed, or says that it cannot now.
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }

    private async Task ActAsync(HttpClient client, Random random, List<KeptFile> files, List<KeptJob> jobs)
    {
        switch (random.Next(20))
        {
            case < 9:
                var small = await UploadAsync(client, Content(random));
                if (random.Next(2) == 0) files.Add(small);
                jobs.Add(await CreateAsync(client, "file_id", small.Id, small.Content));

                // The job may still need it.
                if (random.Next(5) == 0) await DeleteAsync(client, "files", small);
                break;
            case < 11 when media is not null:
                var content = Content(random);
                jobs.Add(await CreateAsync(
                    client, "audio_url", media.Url($"/recording.wav?content={Uri.EscapeDataString(content)}").AbsoluteUri, content));
                break;
            case < 13:
                files.Add(await UploadAsync(client, $"large {Interlocked.Increment(ref _number)} {new string('x', random.Next(200_000))}"));
                break;
            case < 15 when files.Count > 0:
                await DeleteAsync(client, "files", Taken(files, random));
                break;
            case < 16 when jobs.Count > 0:
                await DeleteAsync(client, "transcriptions", Taken(jobs, random));
                break;
            default:
                if (jobs.Count > 0) await CorrectAsync(client, jobs[random.Next(jobs.Count)]);
                break;
        }
    }

    private string Content(Random random)
    {
        var number = Interlocked.Increment(ref _number);
        return random.Next(6) switch
        {
            0 => $"slow 300 {number}",
            1 => $"invalid {number}",
            2 => $"slow 20 {number}",
            _ => $"hello my world {number}",
        };
    }

    private async Task<KeptFile> UploadAsync(HttpClient client, string content)
    {
        using var form = new MultipartFormDataContent { { new StringContent(content), "file", "recording.wav" } };
        using var response = await client.PostAsync("/v1/files", form);
        var file = new KeptFile((await ReadAsync(response, HttpStatusCode.Created)).String("id"), content, DateTime.UtcNow);
        ledger.Files[file.Id] = file;
        return file;
    }

    private async Task<KeptJob> CreateAsync(HttpClient client, string source, string value, string content)
    {
        var body = new Dictionary<string, object?> { ["model"] = "stt-async-v5", [source] = value, ["webhook_url"] = webhook };
        using var response = await client.PostAsync("/v1/transcriptions", Json(body));
        var job = new KeptJob((await ReadAsync(response, HttpStatusCode.Created)).String("id"), content, DateTime.UtcNow);
        ledger.Jobs[job.Id] = job;
        return job;
    }

    private async Task DeleteAsync(HttpClient client, string kind, Kept kept)
    {
        var isSecond = kept.DeletionAsked is not null;
        kept.DeletionAsked ??= DateTime.UtcNow;
        using var response = await client.DeleteAsync($"/v1/{kind}/{kept.Id}");

        // A job that runs is not deleted.
        if (response.StatusCode is HttpStatusCode.Conflict)
        {
            kept.DeletionAsked = null;
            return;
        }

        // The answer to the first request may have been lost.
        if (!isSecond || response.StatusCode is not HttpStatusCode.NotFound) await ReadAsync(response, HttpStatusCode.NoContent);
        kept.Deleted = DateTime.UtcNow;
    }

    private async Task CorrectAsync(HttpClient client, KeptJob job)
    {
        if (job.IsUncertain || job.DeletionAsked is not null || job.Content.StartsWith("invalid", StringComparison.Ordinal)) return;
        var last = job.Revisions.Count;
        var text = $"{job.Content} corrected {last + 1}";
        job.IsUncertain = true;
        using var response = await client.PostAsync(
            $"/v1/transcriptions/{job.Id}/revisions", Json(new Dictionary<string, object?> { ["base"] = last, ["text"] = text }));

        // It has not ended yet; or another client has deleted it.
        if (response.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
        {
            job.IsUncertain = false;
            return;
        }

        var number = (await ReadAsync(response, HttpStatusCode.Created)).GetProperty("revision").GetInt32();
        job.Revisions.Enqueue(new KeptRevision(number, text, DateTime.UtcNow));
        job.IsUncertain = false;
    }

    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    private static T Taken<T>(List<T> from, Random random)
    {
        var index = random.Next(from.Count);
        var one = from[index];
        from.RemoveAt(index);
        return one;
    }

    // An answer with another status is a fault of the server's, unless it says to come again.
    private async Task<JsonElement> ReadAsync(HttpResponseMessage response, HttpStatusCode wanted)
    {
        var text = await response.Content.ReadAsStringAsync();
        if (response.StatusCode == wanted) return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone();
        var request = response.RequestMessage!;
        var told = $"{request.Method} {request.RequestUri!.AbsolutePath}: {(int)response.StatusCode} {text}";
        if (response.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.InsufficientStorage))
        {
            lock (Wrong) Wrong.Add(told);
        }

        throw new HttpRequestException(told);
    }
}
