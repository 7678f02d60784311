using System.Text;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Tests.Http;

/// <summary>Bodies that are larger, deeper or stranger than any that a client needs.</summary>
public sealed class RequestLimitsTests
{
    public static TheoryData<string> TooLongContexts => new(
        $$"""{"zzz": "{{new string('z', 900_000)}}"}""",
        $$"""{"{{new string('z', 10_001)}}": 1}""",
        $$"""{"terms": [{{Repeat("\"\"", 200_000)}}]}""",
        $$"""{"terms": [{{Repeat("null", 100_000)}}]}""",
        $$"""{"general": [{{Repeat("{\"key\":\"\",\"value\":null}", 20_000)}}]}""",
        $$"""{"general": [{"key": "a", "value": "b", "more": "{{new string('z', 10_000)}}"}]}""",
        $$"""{"translation_terms": [{"source": "a", "target": "b", "more": [{{Repeat("[]", 10_000)}}]}]}""",
        $$"""{"later": { "list": [{{Repeat("{}", 10_000)}}]} }""",
        $$"""{"later": {{new string('1', 10_001)}}}""",
        $$"""{"text": "{{new string('a', 6_000)}}", "notes": "{{new string('b', 4_000)}}"}""");

    [Theory]
    [MemberData(nameof(TooLongContexts), DisableDiscoveryEnumeration = true)]
    public async Task All_of_a_context_counts_toward_its_limit(string context)
    {
        await using var server = await TestServer.StartAsync();
        var file = await server.UploadAsync("hello");
        using var response = await server.PostAsync("/v1/transcriptions", Body(file, $"\"context\": {context}"));
        var fault = (await Answer.ErrorAsync(response, 400, "invalid_request")).GetProperty("validation_errors")[0];
        Assert.Equal("too_long", fault.String("error_type"));
        Assert.Equal("body.payload.context", fault.String("location"));
        Assert.Equal(0, (await server.GetAsync("/v1/transcriptions/count")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_context_of_ten_thousand_characters_is_accepted_and_echoed()
    {
        await using var server = await TestServer.StartAsync();
        var file = await server.UploadAsync("hello");
        object[] contexts =
        [
            new string('ü', 10_000),
            new { text = string.Concat(Enumerable.Repeat("😀", 9_990)), terms = new[] { "", " ", "Celebrex" } },
            new { general = Enumerable.Repeat(new { key = "topic", value = "print" }, 1_000), terms = Array.Empty<string>() },
            new { terms = Enumerable.Repeat("", 5_000), later = new { is_new = true, list = new[] { 1, 2 } } },
        ];
        foreach (var context in contexts)
        {
            using var response = await server.PostAsync(
                "/v1/transcriptions", Body(file, $"\"context\": {JsonSerializer.Serialize(context)}"));
            var transcription = await Answer.OkAsync(response, 201);
            Assert.True(JsonElement.DeepEquals(JsonSerializer.SerializeToElement(context), transcription.GetProperty("context")));
        }
    }

    [Fact]
    public async Task What_is_between_the_values_of_a_context_is_not_kept()
    {
        await using var server = await TestServer.StartAsync();
        var file = await server.UploadAsync("hello");
        using var response = await server.PostAsync(
            "/v1/transcriptions", Body(file, $"\"context\": {{\"terms\": [{new string(' ', 500_000)}\"Celebrex\"]}}"));
        await Answer.OkAsync(response, 201);
        Assert.True(Encoding.UTF8.GetByteCount(await server.Client.GetStringAsync("/v1/transcriptions")) < 2_000);
    }

    [Theory]
    [InlineData("\"context\": {\"general\": [", "{}", 25_000, "]}", 50_001)]
    [InlineData("\"context\": {\"terms\": [", "1", 9_000, "]}", 9_000)]
    [InlineData("\"language_hints\": [", "7", 200_000, "]", 101)]
    public async Task Faults_are_listed_to_twenty_and_counted(string before, string item, int count, string after, int faults)
    {
        await using var server = await TestServer.StartAsync();
        var file = await server.UploadAsync("hello");
        using var response = await server.PostAsync("/v1/transcriptions", Body(file, before + Repeat(item, count) + after));
        var error = await Answer.ErrorAsync(response, 400, "invalid_request");
        Assert.Equal(20, error.GetProperty("validation_errors").GetArrayLength());
        Assert.EndsWith($" … and {faults - 20:N0} more.", error.String("message"), StringComparison.Ordinal);
        Assert.True(error.ToString().Length < 10_000);
    }

    [Theory]
    [InlineData("\"model\": \"LONG\"")]
    [InlineData("\"file_id\": \"LONG\"")]
    [InlineData("\"translation\": {\"type\": \"LONG\"}")]
    [InlineData("\"translation\": {\"type\": \"one_way\", \"target_language\": \"LONG\"}")]
    [InlineData(
        "\"webhook_url\": \"LONG\", \"webhook_auth_header_name\": \"LONG\", \"webhook_auth_header_value\": \"LONG\", "
        + "\"client_reference_id\": \"LONG\"")]
    [InlineData("\"LONG\": 1, \"LONG\": 1")]
    [InlineData("\"LONG\": \"\\ud800\"")]
    public async Task An_error_does_not_repeat_what_is_too_long(string fields)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.PostAsync(
            "/v1/transcriptions", "{" + fields.Replace("LONG", new string('x', 100_000), StringComparison.Ordinal) + "}");
        Assert.True((await Answer.ErrorAsync(response, 400, "invalid_request")).ToString().Length < 10_000);
    }

    [Theory]
    [InlineData("""{"model": "\ud800"}""", "body.payload.model")]
    [InlineData("""{"\ud800": 1}""", "body.payload.(a name)")]
    [InlineData("""{"model\udc00": 1}""", "body.payload.(a name)")]
    [InlineData("""{"later": {"a": ["b", "\udfff"]}}""", "body.payload.later.a.1")]
    [InlineData("""{"audio_url": "https://example.com/\ud83d"}""", "body.payload.audio_url")]
    [InlineData("""{"language_hints": ["\ud800"]}""", "body.payload.language_hints.0")]
    [InlineData("""{"context": "\ud800"}""", "body.payload.context")]
    [InlineData("""{"context": {"zzz": "\ud800"}}""", "body.payload.context.zzz")]
    [InlineData("""{"context": {"\ud800": "zzz"}}""", "body.payload.context.(a name)")]
    [InlineData("""{"context": {"general": [{"key": "a", "value": "b", "\ud800": 1}]}}""", "body.payload.context.general.0.(a name)")]
    [InlineData("""{"context": {"terms": ["\ud800"]}}""", "body.payload.context.terms.0")]
    [InlineData("""{"translation": {"type": "one_way", "target_language": "\ud800"}}""", "body.payload.translation.target_language")]
    [InlineData("""{"webhook_url": "\ud800"}""", "body.payload.webhook_url")]
    [InlineData("""{"webhook_auth_header_name": "\ud800", "webhook_auth_header_value": "x"}""", "body.payload.webhook_auth_header_name")]
    [InlineData("""{"client_reference_id": "\ud800"}""", "body.payload.client_reference_id")]
    public async Task Half_of_a_surrogate_pair_is_an_invalid_request_wherever_it_is(string body, string location)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.PostAsync("/v1/transcriptions", body);
        var error = await Answer.ErrorAsync(response, 400, "invalid_request");
        Assert.Equal(location, error.GetProperty("validation_errors")[0].String("location"));
        Assert.Contains("Unicode", error.String("message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model": "stt-async-v5", "model": "whisper-base"}""", "body.payload.model")]
    [InlineData("""{"model": "stt-async-v5", "mod\u0065l": null}""", "body.payload.model")]
    [InlineData("""{"context": {"terms": ["a"], "terms": ["b"]}}""", "body.payload.context.terms")]
    [InlineData(
        """{"context": {"general": [{"key": "a", "value": "b"}, {"key": "a", "value": "b", "key": "c"}]}}""",
        "body.payload.context.general.1.key")]
    public async Task A_member_that_is_given_twice_is_an_invalid_request(string body, string location)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.PostAsync("/v1/transcriptions", body);
        var error = await Answer.ErrorAsync(response, 400, "invalid_request");
        Assert.Equal(location, error.GetProperty("validation_errors")[0].String("location"));
        Assert.Contains("twice", error.String("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_may_begin_with_a_byte_order_mark()
    {
        await using var server = await TestServer.StartAsync();
        var file = await server.UploadAsync("hello");
        using var content = new ByteArrayContent(
            [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Body(file, "\"context\": {\"terms\": [\"surpassed\"]}"))]);
        content.Headers.ContentType = new("application/json");
        using var response = await server.Client.PostAsync("/v1/transcriptions", content);
        await Answer.OkAsync(response, 201);
    }

    [Fact]
    public async Task A_page_of_the_largest_transcriptions_comes_whole()
    {
        await using var server = await TestServer.StartAsync();
        var file = await server.UploadAsync("hello");
        var context = JsonSerializer.Serialize(string.Concat(Enumerable.Repeat("😀", 10_000)));
        for (var i = 0; i < 30; i++)
        {
            using var response = await server.PostAsync(
                "/v1/transcriptions", Body(file, $"\"client_reference_id\": \"{i}\", \"context\": {context}"));
            await Answer.OkAsync(response, 201);
        }

        var all = await server.GetAsync("/v1/transcriptions");
        Assert.Equal(Enumerable.Range(0, 30).Reverse().Select(i => $"{i}"), References(all));
        Assert.Equal(JsonValueKind.Null, all.GetProperty("next_page_cursor").ValueKind);
        var first = await server.GetAsync("/v1/transcriptions?limit=20");
        var second = await server.GetAsync($"/v1/transcriptions?limit=10&cursor={first.String("next_page_cursor")}");
        Assert.Equal(References(all), [.. References(first), .. References(second)]);
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next_page_cursor").ValueKind);

        static IEnumerable<string> References(JsonElement page)
            => page.GetProperty("transcriptions").EnumerateArray().Select(t => t.String("client_reference_id"));
    }

    [Fact]
    public async Task Six_pages_of_a_thousand_of_the_largest_transcriptions_do_not_fill_the_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The memory of another process is read from /proc.");
        using var server = new ServerProcess();
        await server.StartAsync();
        using var client = server.NewClient();
        var file = await client.UploadAsync(new StringContent("hello"));
        var job = await client.WaitAsync(
            await client.CreateAsync("file_id", file.String("id"), new { context = string.Concat(Enumerable.Repeat("😀", 10_000)) }),
            "completed");
        CopyTranscription(Path.Combine(server.DataDirectory, "hansard.db"), job.String("id"), 1000);
        var before = server.PeakMemory;
        var clients = new List<RawConnection>();
        try
        {
            // They ask and do not read, so whatever is made for them stays in memory.
            for (var i = 0; i < 6; i++)
            {
                clients.Add(await RawConnection.OpenAsync(server.Address));
                await clients[i].SendAsync($"GET /v1/transcriptions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TestServer.Key}\r\n\r\n");
            }

            foreach (var connection in clients) await connection.ReadUntilAsync("client_reference_id");
            await Task.Delay(1000);
            Assert.InRange((server.PeakMemory - before) / 1_000_000, 0, 300);
        }
        finally
        {
            foreach (var connection in clients) connection.Dispose();
        }

        await server.StopAsync();
    }

    private static void CopyTranscription(string database, string id, int count)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        var columns = string.Join(
            ',', connection.Query<string>("SELECT name FROM pragma_table_info('transcriptions') WHERE name NOT IN ('seq', 'id')"));
        using var transaction = connection.BeginTransaction();
        for (var i = 1; i < count; i++)
            connection.Execute(
                $"INSERT INTO transcriptions (id, {columns}) SELECT @copy, {columns} FROM transcriptions WHERE id = @id",
                new { id, copy = Guid.NewGuid().ToString() }, transaction);
        transaction.Commit();
    }

    private static string Body(JsonElement file, string fields)
        => $$"""{"model": "stt-async-v5", "file_id": "{{file.String("id")}}", {{fields}}}""";

    private static string Repeat(string item, int count) => string.Join(',', Enumerable.Repeat(item, count));
}
