using System.Globalization;
using System.Net;
using System.Text.Json;
using Hansard.Server.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Sharing;

public sealed class SharesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_shows_the_transcript_without_a_key_until_it_is_withdrawn()
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.EndAsync(await server.TranscribeAsync("hello there", more: new { enable_speaker_diarization = true }));
        var share = await ShareAsync(server, job, "{}");
        Assert.Contains("/app/shared#", share.String("url"), StringComparison.Ordinal);

        var shown = await Answer.OkAsync(await ShowAsync(server, share), 200);

        Assert.Equal("hello there", shown.String("text"));
        Assert.Equal(2, shown.GetProperty("tokens").GetArrayLength());
        Assert.Equal("1", shown.GetProperty("speakers")[0].String("speaker"));
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("audio_url").ValueKind);
        Assert.False(shown.TryGetProperty("file_id", out _));
        using (var withdrawn = await server.Client.DeleteAsync($"/v1/shares/{share.String("id")}", Cancellation))
            Assert.Equal(HttpStatusCode.NoContent, withdrawn.StatusCode);
        await Answer.ErrorAsync(await ShowAsync(server, share), 404, "not_found");
        Assert.Equal(0, (await server.GetAsync($"/v1/transcriptions/{job.String("id")}/shares")).GetProperty("shares").GetArrayLength());
    }

    [Fact]
    public async Task The_recording_is_heard_only_where_that_was_allowed()
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.EndAsync(await server.TranscribeAsync("hello there"));
        var share = await ShareAsync(server, job, """{"audio": true, "days": 1}""");
        var shown = await Answer.OkAsync(await ShowAsync(server, share), 200);
        using var anyone = server.NewClient(null);
        Assert.Equal("hello there", await anyone.GetStringAsync(shown.String("audio_url"), Cancellation));
        using (var deleted = await server.Client.DeleteAsync($"/v1/files/{job.String("file_id")}", Cancellation))
            deleted.EnsureSuccessStatusCode();
        shown = await Answer.OkAsync(await ShowAsync(server, share), 200);
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("audio_url").ValueKind);
    }

    [Theory]
    [InlineData("shares")]
    [InlineData("transcriptions")]
    [InlineData("files")]
    public async Task An_address_of_the_recording_ends_with_the_link_and_with_what_it_shows(string deleted)
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.EndAsync(await server.TranscribeAsync("hello there"));
        var share = await ShareAsync(server, job, """{"audio": true}""");
        var address = (await Answer.OkAsync(await ShowAsync(server, share), 200)).String("audio_url");
        using var anyone = server.NewClient(null);
        Assert.Equal("hello there", await anyone.GetStringAsync(address, Cancellation));
        var id = deleted switch { "shares" => share.String("id"), "files" => job.String("file_id"), _ => job.String("id") };
        using (var gone = await server.Client.DeleteAsync($"/v1/{deleted}/{id}", Cancellation)) gone.EnsureSuccessStatusCode();

        using var refused = await anyone.GetAsync(address, Cancellation);
        await Answer.ErrorAsync(refused, 404, deleted == "files" ? "file_not_found" : "not_found");
    }

    [Fact]
    public async Task An_address_of_the_recording_is_good_no_longer_than_the_link_and_for_no_other()
    {
        var clock = new ShiftedClock();
        await using var server = await TestServer.StartAsync(replace: services => services.AddSingleton<TimeProvider>(clock));
        var job = await server.EndAsync(await server.TranscribeAsync("hello there"));
        var end = DateTimeOffset.UtcNow.AddMinutes(10).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var share = await ShareAsync(server, job, $$"""{"audio": true, "expires_at": "{{end}}"}""");
        var silent = await ShareAsync(server, job, "{}");
        var address = (await Answer.OkAsync(await ShowAsync(server, share), 200)).String("audio_url");
        using var anyone = server.NewClient(null);
        using (var other = await anyone.GetAsync(address.Replace(share.String("id"), silent.String("id"), StringComparison.Ordinal)))
            await Answer.ErrorAsync(other, 401, "unauthenticated");
        using (var mute = await server.Client.GetAsync($"/v1/shared/{silent.String("id")}/recording", Cancellation))
            await Answer.ErrorAsync(mute, 404, "not_found");

        clock.Shift(TimeSpan.FromMinutes(11));
        using var expired = await anyone.GetAsync(address, Cancellation);
        await Answer.ErrorAsync(expired, 401, "unauthenticated");
    }

    [Fact]
    public async Task A_part_is_shared_without_the_sound_of_the_whole()
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.EndAsync(await server.TranscribeAsync("hello there", more: new { audio_start_ms = 100 }));
        var address = $"/v1/transcriptions/{job.String("id")}/shares";

        using var refused = await server.PostAsync(address, """{"audio": true}""");
        var error = await Answer.ErrorAsync(refused, 409, "transcription_invalid_state");
        Assert.Contains("share it without the recording", error.String("message"), StringComparison.Ordinal);
        using var shared = await server.PostAsync(address, "{}");
        await Answer.OkAsync(shared, 201);
    }

    [Fact]
    public async Task A_link_ends_on_its_date_and_with_its_transcription()
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.EndAsync(await server.TranscribeAsync("hello there"));
        var (ended, lost) = (await ShareAsync(server, job, "{}"), await ShareAsync(server, job, "{}"));
        DataFolder.Execute(
            Path.Combine(server.DataDirectory, "hansard.db"), $"UPDATE shares SET expires_at = 1 WHERE id = '{ended.String("id")}'");
        await Answer.ErrorAsync(await ShowAsync(server, ended), 404, "not_found");
        await Answer.OkAsync(await ShowAsync(server, lost), 200);
        using (var deleted = await server.Client.DeleteAsync($"/v1/transcriptions/{job.String("id")}", Cancellation))
            deleted.EnsureSuccessStatusCode();
        await Answer.ErrorAsync(await ShowAsync(server, lost), 404, "not_found");
    }

    [Fact]
    public async Task A_link_ends_at_the_time_that_is_named_for_it()
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.EndAsync(await server.TranscribeAsync("hello there"));
        var end = DateTimeOffset.UtcNow.AddDays(3).ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture);
        var share = await ShareAsync(server, job, $$"""{"expires_at": "{{end}}"}""");
        Assert.Equal($"{end[..19]}.000Z", share.String("expires_at"));
    }

    [Fact]
    public async Task A_link_shows_the_newest_revision_with_its_names_in_every_format()
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.EndAsync(await server.TranscribeAsync("hello there", more: new { enable_speaker_diarization = true }));
        var share = await ShareAsync(server, job, "{}");
        using (var corrected = await server.PostAsync(
            $"/v1/transcriptions/{job.String("id")}/revisions",
            """{"base": 0, "text": "Hello there, everybody.", "speaker_names": {"1": "Anna"}}"""))
            await Answer.OkAsync(corrected, 201);

        var shown = await Answer.OkAsync(await ShowAsync(server, share), 200);

        Assert.Equal("Hello there, everybody.", shown.String("text"));
        Assert.Equal("Anna", shown.GetProperty("speakers")[0].String("name"));
        foreach (var format in (string[])["txt", "srt", "vtt"])
        {
            using var file = await ShowAsync(server, SecretOf(share), $"?format={format}");
            Assert.Equal("no-store", file.Headers.CacheControl?.ToString());
            var content = await file.Content.ReadAsStringAsync(Cancellation);
            Assert.Contains("everybody", content, StringComparison.Ordinal);
            Assert.Contains("Anna", content, StringComparison.Ordinal);
        }
        await Answer.ErrorAsync(await ShowAsync(server, SecretOf(share), "?format=exe"), 400, "invalid_request");
        await Answer.ErrorAsync(await ShowAsync(server, "x", "?format=txt"), 404, "not_found");
    }

    [Fact]
    public async Task What_a_link_shows_counts_for_its_project()
    {
        await using var server = await TestServer.StartAsync(options => options.Limits.RequestsPerMinute = 60);
        var share = await ShareAsync(server, await server.EndAsync(await server.TranscribeAsync("hello")), "{}");
        for (var i = 0; ; i++)
        {
            using var response = await ShowAsync(server, share);
            if (response.StatusCode is HttpStatusCode.TooManyRequests) break;
            Assert.True(i < 100, "Nothing stops it.");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("' OR 1=1 --")]
    public async Task A_secret_that_is_none_shows_nothing(string secret)
    {
        await using var server = await TestServer.StartAsync();
        await ShareAsync(server, await server.EndAsync(await server.TranscribeAsync("hello")), "{}");
        await Answer.ErrorAsync(await ShowAsync(server, secret), 404, "not_found");
    }

    [Fact]
    public async Task Only_the_digest_of_a_secret_is_kept()
    {
        await using var server = await TestServer.StartAsync();
        var share = await ShareAsync(server, await server.EndAsync(await server.TranscribeAsync("hello")), "{}");
        var data = await server.StopAndKeepDataAsync();
        foreach (var file in Directory.GetFiles(data, "hansard.db*"))
            Assert.DoesNotContain(SecretOf(share), await File.ReadAllTextAsync(file, System.Text.Encoding.Latin1, Cancellation));
    }

    [Theory]
    [InlineData("""{"days": 0}""")]
    [InlineData("""{"days": 366}""")]
    [InlineData("""{"audio": "yes"}""")]
    [InlineData("""{"expires_at": "soon"}""")]
    [InlineData("""{"expires_at": "2020-01-01T00:00:00Z"}""")]
    [InlineData("""{"expires_at": "2999-01-01T00:00:00Z"}""")]
    [InlineData("""{"expires_at": "2999-01-01T00:00:00Z", "days": 7}""")]
    public async Task A_wrong_link_is_refused(string body)
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.EndAsync(await server.TranscribeAsync("hello"));
        using var response = await server.PostAsync($"/v1/transcriptions/{job.String("id")}/shares", body);
        await Answer.ErrorAsync(response, 400, "invalid_request");
    }

    [Fact]
    public async Task Nobody_shares_or_withdraws_what_is_anothers_or_not_completed()
    {
        await using var server = await TestServer.StartAsync();
        using var stranger = await server.NewProjectAsync("another");
        var job = await server.EndAsync(await server.TranscribeAsync("hello"));
        var share = await ShareAsync(server, job, "{}");
        using (var foreign = await server.PostAsync($"/v1/transcriptions/{job.String("id")}/shares", "{}", stranger))
            await Answer.ErrorAsync(foreign, 404, "transcription_not_found");
        using (var list = await stranger.GetAsync($"/v1/transcriptions/{job.String("id")}/shares", Cancellation))
            await Answer.ErrorAsync(list, 404, "transcription_not_found");
        using (var withdrawn = await stranger.DeleteAsync($"/v1/shares/{share.String("id")}", Cancellation))
            await Answer.ErrorAsync(withdrawn, 404, "not_found");
        var failed = await server.EndAsync(await server.TranscribeAsync("invalid"));
        using var early = await server.PostAsync($"/v1/transcriptions/{failed.String("id")}/shares", "{}");
        await Answer.ErrorAsync(early, 409, "transcription_invalid_state");
    }

    private static async Task<JsonElement> ShareAsync(TestServer server, JsonElement job, string body)
    {
        using var response = await server.PostAsync($"/v1/transcriptions/{job.String("id")}/shares", body);
        return await Answer.OkAsync(response, 201);
    }

    private static string SecretOf(JsonElement share) => share.String("url").Split('#')[1];

    private static Task<HttpResponseMessage> ShowAsync(TestServer server, JsonElement share) => ShowAsync(server, SecretOf(share));

    private static async Task<HttpResponseMessage> ShowAsync(TestServer server, string secret, string query = "")
    {
        using var anyone = server.NewClient(null);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/shared{query}");
        if (secret.Length > 0) request.Headers.TryAddWithoutValidation("X-Hansard-Share", secret);
        return await anyone.SendAsync(request, Cancellation);
    }
}
