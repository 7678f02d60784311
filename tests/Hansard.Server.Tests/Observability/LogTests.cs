using System.Text.Json;
using Hansard.Server.Tests.Webhooks;

namespace Hansard.Server.Tests.Observability;

/// <summary>What a server writes to its log, which more people read than may read recordings.</summary>
public sealed class LogTests
{
    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task The_log_names_jobs_and_never_a_key_a_word_or_a_query(string format)
    {
        await using var receiver = await Receiver.StartAsync(500);
        using var server = new ServerProcess(
            $"Log:Format={format}", "Log:Level=Trace", "Webhooks:MaximumTries=1", "Jobs:MaximumAttempts=1");
        await server.StartAsync();
        using var client = server.NewClient();
        List<JsonElement> jobs = [];
        foreach (var recording in (string[])["hello hush-word", "fail hush-word", "invalid hush-word"])
            jobs.Add(await CreateAsync(
                client, receiver, "file_id", (await client.UploadAsync(new StringContent(recording), "hush-file.wav")).String("id")));

        // Nothing listens there; and this is refused.
        jobs.Add(await CreateAsync(client, receiver, "audio_url", "http://127.0.0.1:1/a.wav?token=hush-query"));
        jobs.Add(await CreateAsync(client, receiver, "audio_url", "http://10.0.0.1/a.wav?token=hush-query"));
        foreach (var job in jobs) await client.WaitAsync(job, "completed", "error");
        string[] ids = [.. jobs.Select(job => job.String("id"))];
        using (var transcript = await client.GetAsync($"/v1/transcriptions/{ids[0]}/transcript"))
            Assert.Contains("hush-word", await transcript.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (var path in (string[])["/v1/files?cursor=hush-query", "/v1/hush-query", "/v1/files/hush-query?x=hush-query"])
            using (await client.GetAsync(path)) { }
        client.DefaultRequestHeaders.Authorization = new("Bearer", "hush-key");
        using (await client.GetAsync("/v1/files")) { }
        await receiver.WaitAsync(ids.Length);
        await server.StopAsync();

        // Whatever else it says: these lines are there, so the log was not empty.
        Assert.All(ids, id => Assert.Contains(id, server.Log, StringComparison.Ordinal));
        Assert.Contains("The engine failed, as the test wants.", server.Log, StringComparison.Ordinal);
        foreach (var secret in (string[])["hush", TestServer.Key])
            Assert.DoesNotContain(secret, server.Log, StringComparison.OrdinalIgnoreCase);
        if (format == "json")
            Assert.All(server.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => JsonDocument.Parse(line).Dispose());
    }

    private static Task<JsonElement> CreateAsync(HttpClient client, Receiver receiver, string source, string value)
        => client.CreateAsync(source, value, new
        {
            context = "hush-context",
            client_reference_id = "hush-reference",
            webhook_url = receiver.Url("/hook?hush-query"),
            webhook_auth_header_name = "X-Key",
            webhook_auth_header_value = "hush-header",
        });
}
