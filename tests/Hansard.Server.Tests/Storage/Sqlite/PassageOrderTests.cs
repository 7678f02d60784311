namespace Hansard.Server.Tests.Storage.Sqlite;

/// <summary>Searches in a project of so many transcriptions that the index is gone through in the order of its numbers.</summary>
public sealed class PassageOrderTests
{
    // Each with three passages that have the word "agenda", and every hundredth with "committee" in all of them.
    private const string Others =
        """
        WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 600)
        INSERT INTO transcriptions (id, project_id, status, source, model, blob, filename, request, created_at, attempts, estimated_ms,
            available_at)
        SELECT printf('00000000-0000-7000-8000-%012x', n), project_id, status, source, model, blob, 'other.wav', request, created_at + n, 1,
            estimated_ms, available_at FROM transcriptions, numbers WHERE filename = 'first.wav';
        INSERT INTO passages (seq, transcription_id, start_ms, end_ms, text, words)
        SELECT (t.seq << 20) + place.value, t.id, place.value, place.value, words.text, words.text
        FROM transcriptions t, json_each('[0, 1, 2]') place,
            (SELECT 'agenda' AS text, 0 AS remainder UNION ALL SELECT 'agenda committee', 1) words
        WHERE t.filename = 'other.wav' AND words.remainder = (CAST(substr(t.id, 25) AS INTEGER) % 100 = 0);
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("committee")]
    [InlineData("\"committee\"")]
    [InlineData("commi")]
    public async Task Each_transcription_comes_once_and_the_newest_first(string query)
    {
        var former = await TestServer.StartAsync();
        var first = await TranscribeAsync(former, "first.wav", "The committee resumes its hearing.");
        var data = await former.StopAndKeepDataAsync();
        DataFolder.Execute(Path.Combine(data, "hansard.db"), Others);
        await using var server = await TestServer.StartAsync(data: data);
        var last = await TranscribeAsync(server, "last.wav", "The agenda of the committee.");
        // What was said in the oldest is written anew, and stays the oldest.
        using var text = new StringContent("The committee resumes its hearings.");
        using var revised = await server.Client.PostAsync(
            $"/v1/transcriptions/{first}/revisions/import?format=txt&base=0", text, Cancellation);
        await Answer.OkAsync(revised, 201);

        var found = await PagesAsync(server, query, 3);

        var others = found[1..^1];
        Assert.Equal((last, first), (found[0], found[^1]));
        Assert.Equal(others.OrderDescending(StringComparer.Ordinal), others);
        Assert.Equal(found.Distinct(), found);
        Assert.NotEmpty(others);
    }

    [Fact]
    public async Task A_project_of_few_finds_its_own_among_those_of_another()
    {
        var former = await TestServer.StartAsync();
        await TranscribeAsync(former, "first.wav", "The committee resumes its hearing.");
        var data = await former.StopAndKeepDataAsync();
        DataFolder.Execute(Path.Combine(data, "hansard.db"), Others);
        await using var server = await TestServer.StartAsync(data: data);
        using var stranger = await server.NewProjectAsync("another");

        Assert.Empty(await PagesAsync(server, "committee", 3, stranger));
        Assert.Equal(600, (await PagesAsync(server, "agenda", 1000)).Count);
    }

    private static async Task<string> TranscribeAsync(TestServer server, string name, string text)
    {
        var file = await server.UploadAsync(text, name);
        return (await server.EndAsync(await server.CreateAsync(file.String("id")))).String("id");
    }

    private static async Task<List<string>> PagesAsync(TestServer server, string query, int size, HttpClient? client = null)
    {
        List<string> found = [];
        string? cursor = null;
        do
        {
            var page = await server.GetAsync(
                $"/v1/search?limit={size}&q={Uri.EscapeDataString(query)}{(cursor is null ? "" : $"&cursor={cursor}")}", client);
            foreach (var result in page.GetProperty("results").EnumerateArray())
            {
                var passages = result.GetProperty("passages");
                Assert.InRange(passages.GetArrayLength(), 1, 3);
                Assert.All(passages.EnumerateArray(), passage => Assert.NotEqual(0, passage.GetProperty("matches").GetArrayLength()));
            }

            found.AddRange(page.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("transcription").String("id")));
            cursor = page.GetProperty("next_page_cursor").GetString();
        }
        while (cursor is not null);
        return found;
    }
}
