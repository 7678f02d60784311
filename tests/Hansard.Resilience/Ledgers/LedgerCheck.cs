using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Hansard.Server.Tests;

namespace Hansard.Resilience.Ledgers;

/// <summary>Holds a server that has come back against what it, or its forerunner, has acknowledged.</summary>
/// <param name="ledger">The acknowledged.</param>
/// <param name="moment">What was acknowledged later may be forgotten.</param>
/// <param name="until">What was deleted between both may be gone, or there: the moment is not known better. Null: it is.</param>
internal sealed class LedgerCheck(Ledger ledger, DateTime moment, DateTime? until = null)
{
    private const string Always = "start_time=2020-01-01T00:00:00Z&end_time=2099-01-01T00:00:00Z";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentQueue<string> _losses = new();

    /// <summary>Finds all that is lost, doubled, torn, undead or stuck.</summary>
    /// <param name="client">Of the server.</param>
    /// <returns>Each in a sentence.</returns>
    public async Task<IReadOnlyList<string>> LossesAsync(HttpClient client)
    {
        await Parallel.ForEachAsync(ledger.Files.Values, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (file, _) =>
            await TellAsync(file, () => CheckAsync(client, file)));
        await Parallel.ForEachAsync(ledger.Jobs.Values, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (job, _) =>
            await TellAsync(job, () => CheckAsync(client, job)));
        await CheckUseAsync(client);
        return [.. _losses];
    }

    private async Task TellAsync(Kept kept, Func<Task> check)
    {
        try
        {
            await check();
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException or JsonException)
        {
            Lose(kept, exception.Message);
        }
    }

    private async Task CheckAsync(HttpClient client, KeptFile file)
    {
        using var response = await client.GetAsync($"/v1/files/{file.Id}");
        var isThere = response.StatusCode != HttpStatusCode.NotFound;
        if (file.MustBeGone(moment) && isThere) Lose(file, "is there again after its deletion");
        if (MustBeThere(file) && !isThere) Lose(file, "is lost");
        if (!isThere) return;
        var url = (await Answer.OkAsync(await client.GetAsync($"/v1/files/{file.Id}/url"), 200)).String("url");
        using var content = await client.GetAsync(url);
        if (content.StatusCode != HttpStatusCode.OK) Lose(file, $"cannot be read: {(int)content.StatusCode}");
        else if (await content.Content.ReadAsStringAsync() != file.Content) Lose(file, "has other bytes");
    }

    private async Task CheckAsync(HttpClient client, KeptJob job)
    {
        var path = $"/v1/transcriptions/{job.Id}";
        var deadline = DateTime.UtcNow + Patience;
        JsonElement now;
        while (true)
        {
            using var response = await client.GetAsync(path);
            var isThere = response.StatusCode != HttpStatusCode.NotFound;
            if (job.MustBeGone(moment) && isThere) Lose(job, "is there again after its deletion");
            if (MustBeThere(job) && !isThere) Lose(job, "is lost");
            if (!isThere) return;
            now = await Answer.OkAsync(response, 200);
            if (now.String("status") is not ("queued" or "processing")) break;
            if (DateTime.UtcNow > deadline)
            {
                Lose(job, $"does not end: {now}");
                return;
            }

            await Task.Delay(Pause);
        }

        if (job.Content.StartsWith("invalid", StringComparison.Ordinal))
        {
            if (now.String("status") != "error" || now.String("error_type") != "invalid_audio_file") Lose(job, $"ended otherwise: {now}");
            return;
        }

        if (now.String("status") != "completed")
        {
            Lose(job, $"ended in an error: {now}");
            return;
        }

        await CheckTextAsync(client, job, "0", job.Content);
        foreach (var revision in job.Revisions.Where(revision => revision.Since <= moment).ToList())
            await CheckTextAsync(client, job, $"{revision.Number}", revision.Text);
    }

    private async Task CheckTextAsync(HttpClient client, KeptJob job, string revision, string text)
    {
        using var response = await client.GetAsync($"/v1/transcriptions/{job.Id}/transcript?revision={revision}");
        if (response.StatusCode == HttpStatusCode.NotFound && job.DeletionAsked is not null) return;
        if (response.StatusCode != HttpStatusCode.OK) Lose(job, $"has no revision {revision}: {(int)response.StatusCode}");
        else if ((await Answer.OkAsync(response, 200)).String("text") is var now && now != text)
            Lose(job, $"says in revision {revision}: {now}");
    }

    private bool MustBeThere(Kept kept)
        => kept.MustBeThere(moment) && (until is null || kept.DeletionAsked is null || kept.DeletionAsked > until);

    // A job that had completed twice would be there twice.
    private async Task CheckUseAsync(HttpClient client)
    {
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        for (string? cursor = null; ;)
        {
            using var response = await client.GetAsync($"/v1/usage-logs?{Always}&limit=1000{(cursor is null ? "" : $"&cursor={cursor}")}");
            var page = await Answer.OkAsync(response, 200);
            foreach (var use in page.GetProperty("usage_logs").EnumerateArray())
                used[use.String("uuid")] = used.GetValueOrDefault(use.String("uuid")) + 1;
            cursor = page.GetProperty("next_page_cursor").GetString();
            if (cursor is null) break;
        }

        foreach (var (id, times) in used.Where(use => use.Value > 1)) _losses.Enqueue($"{id} was completed {times} times.");
        foreach (var job in ledger.Jobs.Values.Where(job => MustBeThere(job) && job.DeletionAsked is null))
        {
            if (!job.Content.StartsWith("invalid", StringComparison.Ordinal) && !used.ContainsKey(job.Id)) Lose(job, "is in no usage log");
        }
    }

    private void Lose(Kept kept, string what) => _losses.Enqueue($"{kept.GetType().Name} {kept.Id} ({Short(kept.Content)}) {what}.");

    private static string Short(string content) => content.Length <= 40 ? content : content[..40];
}
