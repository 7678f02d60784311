using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Hansard.Engine.Tests;

namespace Hansard.Server.Tests.Files;

public sealed class FilesTests
{
    [Fact]
    public async Task An_upload_is_stored_listed_read_and_deleted_with_its_bytes()
    {
        await using var server = await TestServer.StartAsync();
        var file = await server.UploadAsync("some bytes", "talk.mp3");
        Assert.Equal("talk.mp3", file.String("filename"));
        Assert.Equal(10, file.GetProperty("size").GetInt64());
        Assert.Null(file.GetProperty("client_reference_id").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$", file.String("created_at"));
        Assert.True(Guid.TryParse(file.String("id"), out _));

        Assert.Equal(file.ToString(), (await server.GetAsync($"/v1/files/{file.String("id")}")).ToString());
        Assert.Equal(file.ToString(), (await server.GetAsync("/v1/files")).GetProperty("files")[0].ToString());
        Assert.Single(StoredFiles(server));

        using (var deleted = await server.Client.DeleteAsync($"/v1/files/{file.String("id")}"))
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty(StoredFiles(server));
        using var again = await server.Client.DeleteAsync($"/v1/files/{file.String("id")}");
        await Answer.ErrorAsync(again, 404, "file_not_found");
    }

    [Theory]
    [InlineData("/home/me/recordings/talk.mp3", "talk.mp3")]
    [InlineData("C:\\recordings\\talk.mp3", "talk.mp3")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("Gespräch 日本 🎙.wav", "Gespräch 日本 🎙.wav")]
    [InlineData("folder/", "folder")]
    [InlineData("/", "file")]
    [InlineData("..", "file")]
    [InlineData("a/../..", "file")]
    [InlineData(".", "file")]
    [InlineData("a..b.mp3", "a..b.mp3")]
    [InlineData("\u0001.\u0002.\u007f", "file")]
    [InlineData("bell\u0007 and \u001b[31mred.mp3", "bell and [31mred.mp3")]
    [InlineData("tab\there.mp3", "tabhere.mp3")]
    [InlineData("next\u0085\u2028line.mp3", "nextline.mp3")]
    [InlineData("holiday-\u202e3pm.exe", "holiday-3pm.exe")]
    public async Task Only_the_last_segment_of_a_filename_is_kept(string sent, string kept)
    {
        await using var server = await TestServer.StartAsync();

        // As browsers, curl and the SDKs send it: UTF-8 bytes in the header.
        using var content = Form(
            "Content-Disposition: form-data; name=\"file\"; "
            + $"filename=\"{sent.Replace("\\", "\\\\", StringComparison.Ordinal)}\"\r\n\r\nbytes");
        using var response = await server.Client.PostAsync("/v1/files", content);
        Assert.Equal(kept, (await Answer.OkAsync(response, 201)).String("filename"));
    }

    [Theory]
    [InlineData("filename=\"say \\\"hi\\\".mp3\"", "say \"hi\".mp3")]
    [InlineData("filename=\"say %22hi%22.mp3\"", "say \"hi\".mp3")]
    [InlineData("filename=\"C:\\talks\\one.mp3\"", "one.mp3")]
    [InlineData("filename=\"C:\\\\talks\\\\one.mp3\"", "one.mp3")]
    [InlineData("filename=\"50%.mp3\"", "50%.mp3")]
    [InlineData("filename=\"x\"; filename*=UTF-8''say%20%22hi%22%00.mp3", "say \"hi\".mp3")]
    [InlineData("filename=\"x\"; filename*=UTF-8''%2E%2E", "file")]
    [InlineData("filename=\"say \"hi\".mp3\"", "say \"hi\".mp3")]
    [InlineData("filename=my talk.mp3", "my talk.mp3")]
    [InlineData("filename=\"x\"; filename*=UTF-8''a%ED%A0%80b.mp3", "a\ufffd\ufffd\ufffdb.mp3")]
    public async Task A_filename_is_read_as_clients_write_it(string parameter, string kept)
    {
        await using var server = await TestServer.StartAsync();
        using var content = Form($"Content-Disposition: form-data; name=\"file\"; {parameter}\r\nContent-Type: audio/mpeg\r\n\r\nx");
        using var response = await server.Client.PostAsync("/v1/files", content);
        Assert.Equal(kept, (await Answer.OkAsync(response, 201)).String("filename"));
    }

    [Theory]
    [InlineData("go_quote.body", "say \"hi\".mp3")]
    public async Task The_filename_of_a_recorded_upload_is_kept(string body, string kept)
    {
        await using var server = await TestServer.StartAsync();
        var recorded = await File.ReadAllBytesAsync(Fixtures.PathOf("uploads", body), TestContext.Current.CancellationToken);
        using var content = new ByteArrayContent(recorded);
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=BB");
        using var response = await server.Client.PostAsync("/v1/files", content);
        Assert.Equal(kept, (await Answer.OkAsync(response, 201)).String("filename"));
    }

    [Fact]
    public async Task A_filename_that_is_cut_inside_a_character_is_kept_without_its_half()
    {
        await using var server = await TestServer.StartAsync();
        byte[] body =
        [
            .. "--BB\r\nContent-Disposition: form-data; name=\"file\"; filename=\"Gespräch"u8, 0xE6, 0x97,
            .. "\"\r\n\r\nx\r\n--BB--\r\n"u8,
        ];
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=BB");
        using var response = await server.Client.PostAsync("/v1/files", content);
        Assert.Equal("Gespräch", (await Answer.OkAsync(response, 201)).String("filename"));
    }

    [Fact]
    public async Task A_long_filename_is_cut_between_characters()
    {
        await using var server = await TestServer.StartAsync();
        using var content = Form(
            $"Content-Disposition: form-data; name=\"file\"; filename=\"{string.Concat(Enumerable.Repeat("🎙", 200))}\"\r\n\r\nx");
        using var response = await server.Client.PostAsync("/v1/files", content);
        Assert.Equal(string.Concat(Enumerable.Repeat("🎙", 127)), (await Answer.OkAsync(response, 201)).String("filename"));
    }

    [Fact]
    public async Task Parts_come_in_any_order_and_unknown_ones_are_ignored()
    {
        await using var server = await TestServer.StartAsync();
        const string File = "Content-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\nContent-Type: audio/wav\r\n\r\nbytes";
        const string Reference = "Content-Disposition: form-data; name=\"client_reference_id\"\r\n\r\nmy-Ü";
        const string Other = "Content-Disposition: form-data; name=\"purpose\"\r\n\r\nnone";
        foreach (var parts in (string[][])[[File, Reference, Other], [Reference, Other, File], [Other, File, Reference]])
        {
            using var content = Form(parts);
            using var response = await server.Client.PostAsync("/v1/files", content);
            var file = await Answer.OkAsync(response, 201);
            Assert.Equal("my-Ü", file.String("client_reference_id"));
            Assert.Equal(5, file.GetProperty("size").GetInt64());
        }
    }

    [Fact]
    public async Task A_body_without_a_length_is_accepted()
    {
        await using var server = await TestServer.StartAsync();
        using var form = new MultipartFormDataContent { { new StringContent("bytes"), "file", "a.wav" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/files") { Content = form };
        request.Headers.TransferEncodingChunked = true;
        using var response = await server.Client.SendAsync(request);
        Assert.Equal(5, (await Answer.OkAsync(response, 201)).GetProperty("size").GetInt64());
    }

    [Theory]
    [InlineData(
        "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nbytes\r\n--x--\r\n",
        "file.file")]
    [InlineData(
        "multipart/form-data; boundary=x",
        "--x\r\nContent-Disposition: form-data; name=\"other\"; filename=\"a\"\r\n\r\nbytes\r\n--x--\r\n", "file.file")]
    [InlineData(
        "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nbytes", null)]
    [InlineData("multipart/form-data; boundary=x", "no parts at all", null)]
    [InlineData("multipart/form-data; boundary=x", "", null)]
    [InlineData("multipart/form-data", "--x--\r\n", null)]
    [InlineData("application/json", "{}", null)]
    [InlineData("audio/wav", "RIFF", null)]
    public async Task A_form_without_a_whole_file_is_an_invalid_request_and_leaves_nothing(
        string contentType, string body, string? location)
    {
        await using var server = await TestServer.StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var response = await server.Client.PostAsync("/v1/files", content);
        var error = await Answer.ErrorAsync(response, 400, "invalid_request");
        if (location is not null) Assert.Equal(location, error.GetProperty("validation_errors")[0].String("location"));
        Assert.Empty(StoredFiles(server));
    }

    [Fact]
    public async Task A_second_file_or_too_long_a_reference_is_an_invalid_request_and_leaves_nothing()
    {
        await using var server = await TestServer.StartAsync();
        const string File = "Content-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nbytes";
        var reference = "Content-Disposition: form-data; name=\"client_reference_id\"\r\n\r\n" + new string('ü', 257);
        foreach (var parts in (string[][])[[File, File], [File, reference]])
        {
            using var content = Form(parts);
            using var response = await server.Client.PostAsync("/v1/files", content);
            await Answer.ErrorAsync(response, 400, "invalid_request");
            Assert.Empty(StoredFiles(server));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Too_large_a_file_is_an_invalid_request_that_names_the_limit_and_leaves_nothing(bool chunked)
    {
        await using var server = await TestServer.StartAsync(options => options.Limits.FileBytes = 1000);
        await server.UploadAsync(new byte[1000]);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[1001]), "file", "a.wav" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/files") { Content = form };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await server.Client.SendAsync(request);
        var error = await Answer.ErrorAsync(response, 400, "invalid_request");
        Assert.Contains("1000 bytes", error.String("message"));
        Assert.Single(StoredFiles(server));
    }

    [Fact]
    public async Task Another_projects_files_do_not_exist()
    {
        await using var server = await TestServer.StartAsync();
        using var other = await server.NewProjectAsync("other");
        var file = await server.UploadAsync("mine");
        using (var get = await other.GetAsync($"/v1/files/{file.String("id")}")) await Answer.ErrorAsync(get, 404, "file_not_found");
        using (var delete = await other.DeleteAsync($"/v1/files/{file.String("id")}"))
            await Answer.ErrorAsync(delete, 404, "file_not_found");
        Assert.Empty((await server.GetAsync("/v1/files", other)).GetProperty("files").EnumerateArray());
        Assert.Equal(0, (await server.GetAsync("/v1/files/count", other)).GetProperty("total").GetInt32());
        using var use = await server.PostAsync(
            "/v1/transcriptions", $$"""{"model": "stt-async-v5", "file_id": "{{file.String("id")}}"}""", other);
        await Answer.ErrorAsync(use, 400, "invalid_request");
    }

    [Fact]
    public async Task What_the_web_page_uploads_counts_as_playground()
    {
        await using var server = await TestServer.StartAsync();
        await server.UploadAsync("by a program");
        server.Client.DefaultRequestHeaders.Add("X-Hansard-Client", "playground");
        await server.UploadAsync("by the page");
        Assert.Equal("""{"total":2,"public_api":1,"playground":1}""", (await server.GetAsync("/v1/files/count")).ToString());
    }

    [Fact]
    public async Task Pages_go_from_new_to_old_and_end_with_null()
    {
        await using var server = await TestServer.StartAsync();
        var ids = new List<string>();
        for (var i = 0; i < 7; i++) ids.Insert(0, (await server.UploadAsync($"file {i}")).String("id"));

        var seen = new List<string>();
        var cursor = "";
        while (cursor is not null)
        {
            var page = await server.GetAsync($"/v1/files?limit=3&cursor={cursor}");
            seen.AddRange(page.GetProperty("files").EnumerateArray().Select(f => f.String("id")));
            cursor = page.GetProperty("next_page_cursor").GetString();
            if (cursor is not null) Assert.Matches(new Regex("^[A-Za-z0-9._~-]+$"), cursor);
        }

        Assert.Equal(ids, seen);
        var exact = await server.GetAsync("/v1/files?limit=7");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, exact.GetProperty("next_page_cursor").ValueKind);
    }

    [Fact]
    public async Task A_cursor_stays_good_when_every_row_before_it_is_deleted_and_new_ones_come()
    {
        await using var server = await TestServer.StartAsync();
        var ids = new List<string>();
        for (var i = 0; i < 4; i++) ids.Insert(0, (await server.UploadAsync($"file {i}")).String("id"));
        var page = await server.GetAsync("/v1/files?limit=2");
        foreach (var file in page.GetProperty("files").EnumerateArray())
        {
            using var deleted = await server.Client.DeleteAsync($"/v1/files/{file.String("id")}");
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        }

        await server.UploadAsync("a newer one");
        var next = await server.GetAsync($"/v1/files?limit=2&cursor={page.String("next_page_cursor")}");
        Assert.Equal(ids[2..], next.GetProperty("files").EnumerateArray().Select(f => f.String("id")));
    }

    [Fact]
    public async Task A_cursor_of_another_list_or_project_was_not_issued_for_this_one()
    {
        await using var server = await TestServer.StartAsync();
        using var other = await server.NewProjectAsync("other");
        await server.UploadAsync("a");
        await server.UploadAsync("b");
        var cursor = (await server.GetAsync("/v1/files?limit=1")).String("next_page_cursor");
        using (var list = await server.Client.GetAsync($"/v1/transcriptions?cursor={cursor}"))
            await Answer.ErrorAsync(list, 400, "invalid_cursor");
        using var project = await other.GetAsync($"/v1/files?cursor={cursor}");
        await Answer.ErrorAsync(project, 400, "invalid_cursor");
    }

    [Fact]
    public async Task A_cursor_outlives_a_restart()
    {
        var first = await TestServer.StartAsync();
        await first.UploadAsync("a");
        await first.UploadAsync("b");
        var cursor = (await first.GetAsync("/v1/files?limit=1")).String("next_page_cursor");
        await using var second = await TestServer.StartAsync(data: await first.StopAndKeepDataAsync());
        Assert.Single((await second.GetAsync($"/v1/files?limit=1&cursor={cursor}")).GetProperty("files").EnumerateArray());
    }

    [Fact]
    public async Task The_limits_of_stored_files_and_bytes_are_named_and_deleting_makes_room()
    {
        await using var server = await TestServer.StartAsync(
            options => (options.Limits.StoredFiles, options.Limits.StoredBytes) = (2, 100));
        var first = await server.UploadAsync(new byte[60]);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[41]), "file", "a.wav" } };
        using (var bytes = await server.Client.PostAsync("/v1/files", form))
        {
            Assert.Contains("limit is 100", (await Answer.ErrorAsync(bytes, 429, "limit_exceeded")).String("message"));
            Assert.NotNull(bytes.Headers.RetryAfter);
        }

        await server.UploadAsync(new byte[40]);
        using (var third = new MultipartFormDataContent { { new ByteArrayContent([]), "file", "a.wav" } })
        using (var count = await server.Client.PostAsync("/v1/files", third))
            Assert.Contains("limit is 2", (await Answer.ErrorAsync(count, 429, "limit_exceeded")).String("message"));
        Assert.Equal(2, StoredFiles(server).Length);

        using var deleted = await server.Client.DeleteAsync($"/v1/files/{first.String("id")}");
        Assert.Equal(0, (await server.UploadAsync([])).GetProperty("size").GetInt64());
    }

    [Fact]
    public async Task A_project_can_have_limits_of_its_own()
    {
        await using var server = await TestServer.StartAsync(options =>
        {
            options.Limits.StoredFiles = 1;
            options.Projects["big"] = new() { StoredFiles = 3 };
        });
        using var big = await server.NewProjectAsync("big");
        for (var i = 0; i < 3; i++) await server.UploadAsync("x", client: big);
        await server.UploadAsync("x");
        using var form = new MultipartFormDataContent { { new StringContent("x"), "file", "a.wav" } };
        using var response = await server.Client.PostAsync("/v1/files", form);
        await Answer.ErrorAsync(response, 429, "limit_exceeded");
    }

    internal static string[] StoredFiles(TestServer server) =>
    [
        .. Directory.GetFiles(Path.Combine(server.DataDirectory, "files"), "*", SearchOption.AllDirectories),
        .. Directory.GetFiles(Path.Combine(server.DataDirectory, "temporary")),
    ];

    private static ByteArrayContent Form(params string[] parts)
    {
        var content = new ByteArrayContent(
            Encoding.UTF8.GetBytes(string.Concat(parts.Select(part => $"--limit\r\n{part}\r\n")) + "--limit--\r\n"));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=limit");
        return content;
    }
}
