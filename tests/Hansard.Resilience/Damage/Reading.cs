using System.Net;
using System.Text.Json;
using Hansard.Resilience.Ledgers;
using Hansard.Server.Tests;

namespace Hansard.Resilience.Damage;

/// <summary>Reads from a server all that its forerunner kept, and counts answers.</summary>
/// <param name="ledger">All that was kept, at rest.</param>
internal sealed class Reading(Ledger ledger)
{
    private const string IsDamaged = "The server's database is damaged";

    /// <summary>Answers that are right.</summary>
    public int Right { get; private set; }

    /// <summary>Answers that say that the database is damaged.</summary>
    public int Refused { get; private set; }

    /// <summary>Answers that are a fault of the server's for another reason, which its log has.</summary>
    public List<string> Failed { get; } = [];

    /// <summary>Answers that look right and are not.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>Reads all of it.</summary>
    /// <param name="client">Of the server.</param>
    public async Task RunAsync(HttpClient client)
    {
        foreach (var job in ledger.Jobs.Values.Where(job => job.DeletionAsked is null))
        {
            var isInvalid = job.Content.StartsWith("invalid", StringComparison.Ordinal);
            await ReadAsync(client, $"/v1/transcriptions/{job.Id}", now => now.String("status") == (isInvalid ? "error" : "completed"));
            if (isInvalid) continue;
            await ReadAsync(client, $"/v1/transcriptions/{job.Id}/transcript?revision=0", now => now.String("text") == job.Content);
            if (job.IsUncertain) continue;
            foreach (var revision in job.Revisions)
            {
                var path = $"/v1/transcriptions/{job.Id}/transcript?revision={revision.Number}";
                await ReadAsync(client, path, now => now.String("text") == revision.Text);
            }
        }

        foreach (var file in ledger.Files.Values.Where(file => file.DeletionAsked is null))
            await ReadAsync(client, $"/v1/files/{file.Id}", now => now.String("id") == file.Id);
        var jobs = ledger.Jobs.Values.Count(job => job.DeletionAsked is null);
        await ReadAsync(client, "/v1/transcriptions/count", now => now.GetProperty("total").GetInt32() >= jobs);
        await ReadAsync(client, "/v1/transcriptions?limit=1000", now => now.GetProperty("transcriptions").GetArrayLength() >= jobs);
        await ReadAsync(client, "/v1/search?q=hello", now => now.GetProperty("results").GetArrayLength() > 0);
    }

    private async Task ReadAsync(HttpClient client, string path, Func<JsonElement, bool> isRight)
    {
        using var response = await client.GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();
        if (response.StatusCode is HttpStatusCode.OK && IsRight(text, isRight)) Right++;
        else if (response.StatusCode is HttpStatusCode.ServiceUnavailable && text.Contains(IsDamaged, StringComparison.Ordinal)) Refused++;
        else if ((int)response.StatusCode >= 500) Failed.Add($"{path}: {text}");
        else Wrong.Add($"{path}: {(int)response.StatusCode} {text[..Math.Min(300, text.Length)]}");
    }

    // JSON is stored as it is sent, and may have been changed into something else.
    private static bool IsRight(string text, Func<JsonElement, bool> isRight)
    {
        try
        {
            return isRight(JsonDocument.Parse(text).RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
