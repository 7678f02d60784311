using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hansard.Server.Tests;

namespace Hansard.Resilience.LongLife;

/// <summary>People who use a server day by day: they upload, transcribe, correct, label, search, share, read and delete.</summary>
/// <param name="seed">Of what they choose.</param>
/// <param name="webhook">Told of every fourth job.</param>
internal sealed class DailyUse(int seed, string webhook)
{
    private readonly Random _random = new(seed);

    /// <summary>Recordings that nobody has deleted, by the server's names.</summary>
    public Dictionary<string, DatedThing> Files { get; } = [];

    /// <summary>Transcriptions that nobody has deleted, by the server's names.</summary>
    public Dictionary<string, DatedThing> Transcriptions { get; } = [];

    /// <summary>Jobs that ended with a transcript, by day.</summary>
    public Dictionary<int, int> Completed { get; } = [];

    /// <summary>Webhooks that were asked for.</summary>
    public int Webhooks { get; private set; }

    /// <summary>One day.</summary>
    /// <param name="client">Of a project.</param>
    /// <param name="day">Its number.</param>
    /// <param name="jobs">Transcribed on it.</param>
    public async Task LiveAsync(HttpClient client, int day, int jobs)
    {
        List<JsonElement> created = [];
        for (var i = 0; i < jobs; i++)
        {
            // One in ten is no recording.
            var content = $"{(i % 10 == 9 ? "invalid" : "minutes")} of day{day} number{i} {new string('x', _random.Next(2000))}";
            var file = (await client.UploadAsync(new StringContent(content))).String("id");
            Files[file] = new DatedThing(day, content);
            var isTold = i % 4 == 0;
            if (isTold) Webhooks++;
            var job = await client.CreateAsync("file_id", file, isTold ? new { webhook_url = webhook } : null);
            Transcriptions[job.String("id")] = new DatedThing(day, content);
            created.Add(job);
        }

        foreach (var job in created)
            if ((await client.WaitAsync(job, "completed", "error")).String("status") == "completed")
                Completed[day] = Completed.GetValueOrDefault(day) + 1;
        await CorrectAsync(client, created[0].String("id"));
        await LabelAsync(client, created[1].String("id"));
        await FindAsync(client, day, Completed[day]);
        using (var shared = await client.PostAsJsonAsync($"/v1/transcriptions/{created[1].String("id")}/shares", new { }))
            await Answer.OkAsync(shared, 201);
        using (var key = await client.PostAsJsonAsync(
            "/v1/auth/temporary-api-key", new { usage_type = "transcribe_websocket", expires_in_seconds = 600 }))
            await Answer.OkAsync(key, 201);
        await DeleteAsync(client, "files", Files);
        await DeleteAsync(client, "transcriptions", Transcriptions);
    }

    /// <summary>Compares some of what is to be there, with texts and bytes.</summary>
    /// <param name="client">Of the project.</param>
    /// <param name="count">Of each kind.</param>
    /// <returns>What is wrong.</returns>
    public async Task<IReadOnlyList<string>> CheckAsync(HttpClient client, int count)
    {
        List<string> wrong = [];
        foreach (var (id, file) in Some(Files, count))
        {
            var address = (await JsonAsync(client, $"/v1/files/{id}/url")).String("url");
            if (await client.GetStringAsync(address) != file.Content) wrong.Add($"File {id} of day {file.Day} has other bytes.");
        }
        foreach (var (id, kept) in Some(Transcriptions, count))
        {
            if (kept.Content.StartsWith("invalid", StringComparison.Ordinal)) continue;
            var text = (await JsonAsync(client, $"/v1/transcriptions/{id}/transcript?revision=latest")).String("text");
            if (text != (kept.Correction ?? kept.Content)) wrong.Add($"Transcription {id} of day {kept.Day} has another text.");
        }
        return wrong;
    }

    /// <summary>Forgets what the server is to have deleted by age.</summary>
    public void Expire(int day, int fileDays, int transcriptionDays)
    {
        foreach (var (id, _) in Files.Where(file => file.Value.Day <= day - fileDays).ToList()) Files.Remove(id);
        foreach (var (id, _) in Transcriptions.Where(kept => kept.Value.Day <= day - transcriptionDays).ToList()) Transcriptions.Remove(id);
    }

    private List<KeyValuePair<string, DatedThing>> Some(Dictionary<string, DatedThing> things, int count)
        => things.OrderBy(_ => _random.Next()).Take(count).ToList();

    private async Task CorrectAsync(HttpClient client, string id)
    {
        var corrected = $"{Transcriptions[id].Content} corrected";
        using var response = await client.PostAsJsonAsync($"/v1/transcriptions/{id}/revisions", new { @base = 0, text = corrected });
        await Answer.OkAsync(response, 201);
        Transcriptions[id] = Transcriptions[id] with { Correction = corrected };
    }

    private static async Task LabelAsync(HttpClient client, string id)
    {
        using var response = await client.PatchAsJsonAsync(
            $"/v1/transcriptions/{id}", new { version = 0, tags = new[] { "Board" }, notes = "Read again" });
        await Answer.OkAsync(response, 200);
    }

    private static async Task FindAsync(HttpClient client, int day, int expected)
    {
        var found = (await JsonAsync(client, $"/v1/search?q=day{day}&limit=100")).GetProperty("results").GetArrayLength();
        Assert.Equal(expected, found);
    }

    private async Task DeleteAsync(HttpClient client, string kind, Dictionary<string, DatedThing> things)
    {
        var id = things.Keys.ElementAt(_random.Next(things.Count));
        using var response = await client.DeleteAsync($"/v1/{kind}/{id}");
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        things.Remove(id);
    }

    private static async Task<JsonElement> JsonAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return await Answer.OkAsync(response, 200);
    }
}

/// <summary>A recording or a transcription.</summary>
/// <param name="Day">On which it was made.</param>
/// <param name="Content">Text of the recording.</param>
internal sealed record DatedThing(int Day, string Content)
{
    /// <summary>Text that somebody has given it; null: nobody has.</summary>
    public string? Correction { get; init; }
}
