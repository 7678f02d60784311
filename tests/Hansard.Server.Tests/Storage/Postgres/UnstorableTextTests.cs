using System.Text;
using System.Text.Json;

namespace Hansard.Server.Tests.Storage.Postgres;

/// <summary>Texts with U+0000, which PostgreSQL does not store, in requests: never a fault of the server.</summary>
[Collection(PostgresTests.Name)]
public sealed class UnstorableTextTests(PostgresServer postgres)
{
    [Fact]
    public async Task Text_with_zero_is_refused_with_a_sentence_or_means_nothing()
    {
        var connection = await postgres.ReadyDatabaseAsync();
        await using var server = await TestServer.StartAsync(options => options.Database = postgres.Address(connection));
        var sound = new ByteArrayContent([1]);
        sound.Headers.TryAddWithoutValidation("Content-Disposition", "form-data; name=\"file\"; filename*=UTF-8''a%00b.wav");
        using var upload = new MultipartFormDataContent { sound };
        using var uploaded = await server.Client.PostAsync("/v1/files", upload);
        var stored = await Answer.OkAsync(uploaded, 201);
        Assert.Equal("ab.wav", stored.GetProperty("filename").GetString());
        var file = stored.GetProperty("id").GetString()!;
        var transcription = (await server.CreateAsync(file)).GetProperty("id").GetString()!;

        // Neither JSON nor anything else that looks at it before the database.
        using var form = new MultipartFormDataContent
        {
            { new StringContent("a\0b", Encoding.UTF8), "client_reference_id" },
            { new ByteArrayContent([1]), "file", "a.wav" },
        };
        await RefusedAsync(await server.Client.PostAsync("/v1/files", form));
        Assert.Single((await server.GetAsync("/v1/files")).GetProperty("files").EnumerateArray());

        foreach (var (path, body) in (IEnumerable<(string, object)>)
        [
            ("/v1/transcriptions", new { model = "stt-async-v5", file_id = file, client_reference_id = "a\0b" }),
            ("/v1/transcriptions", new { model = "stt-async-v5", file_id = "\0" }),
            ("/v1/transcriptions", new { model = "\0", file_id = file }),
            ("/v1/transcriptions", new { model = "stt-async-v5", audio_url = "http://example.org/\0" }),
            ("/v1/vocabulary", new { terms = new[] { "a\0b" } }),
            ("/v1/vocabulary/suggestions/dismiss", new { terms = new[] { "a\0b" } }),
            ($"/v1/transcriptions/{transcription}/labels", new { tags = new[] { "a\0b" } }),
            ($"/v1/transcriptions/{transcription}/labels", new { notes = "a\0b" }),
        ])
        {
            using var response = path.EndsWith("labels", StringComparison.Ordinal)
                ? await server.Client.PatchAsync(path[..^"/labels".Length], Json(body))
                : await server.PostAsync(path, JsonSerializer.Serialize(body));
            await RefusedAsync(response, $"{path} {JsonSerializer.Serialize(body)}");
        }

        foreach (var query in (string[])["q=a%00b", "tag=a%00b", "q=%00&tag=%00"])
            Assert.Equal(0, (await server.GetAsync($"/v1/search?{query}")).GetProperty("results").GetArrayLength());
    }

    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    private static async Task RefusedAsync(HttpResponseMessage response, string what = "")
    {
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode is 400 or 404 or 422, $"{what}: {(int)response.StatusCode} {answer}");
        response.Dispose();
    }
}
