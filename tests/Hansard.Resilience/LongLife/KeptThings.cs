using System.Net.Http.Json;
using System.Text.Json;
using Hansard.Server.Projects;
using Hansard.Server.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Resilience.LongLife;

/// <summary>Something of everything that a server keeps, made through its API.</summary>
internal static class KeptThings
{
    /// <summary>The key of a second project.</summary>
    public const string ArchiveKey = "archive-key-for-tests-0123456789";

    /// <summary>Jobs that have not ended: one that a worker has, and one behind it.</summary>
    public const int Waiting = 2;

    /// <summary>Jobs of the first project that have ended with a transcript.</summary>
    public const int Completed = 6;

    /// <summary>All jobs of the first project, of which one has failed.</summary>
    public const int Jobs = Completed + Waiting + 1;

    /// <summary>Files of the first project: one a job, and one of a voice.</summary>
    public const int Files = Jobs + 1;

    /// <summary>Makes them; afterwards the server is to be stopped with two jobs that wait.</summary>
    /// <param name="server">With one worker, which may send webhooks to 127.0.0.1.</param>
    /// <param name="webhook">Where nobody listens.</param>
    public static async Task MakeAsync(TestServer server, string webhook)
    {
        var projects = server.Host.Services.GetRequiredService<IProjectStore>();
        await projects.GetOrCreateAsync("archive");
        await projects.EnsureKeyAsync("archive", "of the archive", ArchiveKey);
        await projects.CreateKeyAsync("default", "operator", isAdmin: true);
        using (var archive = server.NewClient(ArchiveKey))
            await server.EndAsync(await server.TranscribeAsync("of the archive", archive), archive);

        await server.EndAsync(await server.TranscribeAsync("hello my world", more: new
        {
            client_reference_id = "spoken",
            enable_speaker_diarization = true,
            enable_language_identification = true,
        }));
        var corrected = await EndAsync(server, "what was sayd", "corrected");
        await PostAsync(
            server, $"/v1/transcriptions/{corrected}/revisions",
            """{"base": 0, "text": "what was said", "speaker_names": {"1": "Anna"}}""");
        await PostAsync(server, $"/v1/transcriptions/{corrected}/shares", """{"audio": true}""");
        var labelled = await EndAsync(server, "of the third quarter", "labelled");
        using (var patched = await server.Client.PatchAsJsonAsync(
            $"/v1/transcriptions/{labelled}", new { version = 0, tags = new[] { "Board" }, notes = "Read it again" }))
            await Answer.OkAsync(patched, 200);
        using (var page = server.NewClient(TestServer.Key))
        {
            page.DefaultRequestHeaders.Add("X-Hansard-Client", "playground");
            await server.EndAsync(await server.TranscribeAsync("of the page", page, new { client_reference_id = "page" }));
        }
        await EndAsync(server, "invalid", "invalid");

        await PostAsync(server, "/v1/vocabulary", """{"terms": ["Zestoretic"]}""");
        var voice = await server.UploadAsync("anna speaks");
        await PostAsync(server, "/v1/known-speakers", JsonSerializer.Serialize(new { name = "Anna", file_id = voice.String("id") }));
        await server.EndAsync(await server.TranscribeAsync("anna speaks again", more: new
        {
            client_reference_id = "identified",
            identify_speakers = true,
        }));
        await PostAsync(
            server, "/v1/auth/temporary-api-key", """{"usage_type": "transcribe_websocket", "expires_in_seconds": 3600}""");
        await server.EndAsync(await server.TranscribeAsync("told", more: new { client_reference_id = "told", webhook_url = webhook }));
        var running = await server.TranscribeAsync("wait one", more: new { client_reference_id = "running" });
        await server.WaitAsync(running, "processing");
        await server.TranscribeAsync("wait two", more: new { client_reference_id = "queued" });
    }

    private static async Task<string> EndAsync(TestServer server, string content, string reference)
        => (await server.EndAsync(await server.TranscribeAsync(content, more: new { client_reference_id = reference }))).String("id");

    private static async Task PostAsync(TestServer server, string path, string body)
    {
        using var response = await server.PostAsync(path, body);
        await Answer.OkAsync(response, (int)response.StatusCode is 200 ? 200 : 201);
    }
}
