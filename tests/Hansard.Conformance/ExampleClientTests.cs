using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Hansard.Engine.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hansard.Conformance;

/// <summary>Two programs of ours that do what the vendor's Python and Node examples do, call for call.</summary>
public sealed class ExampleClientTests(ServerProcess server)
{
    private const string Python = "client.py";
    private const string Node = "client.mjs";
    private static readonly string Speech = Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav");
    private static readonly string Portuguese = Fixtures.PathOf("audio", "clips", "pt_test_pt.wav");

    [Theory]
    [InlineData(Python)]
    [InlineData(Node)]
    public async Task A_file_is_uploaded_transcribed_rendered_and_deleted(string program)
    {
        var client = await server.NewClientAsync();

        var output = (await RunAsync(program, client, "--audio_path", Speech)).MustSucceed().Output;

        Assert.Contains("\n[en] ", output, StringComparison.Ordinal);
        Assert.Contains("surpassed", output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(new ProjectCounts(0, 0), await server.CountAsync(client));
    }

    [Theory]
    [InlineData(Python)]
    [InlineData(Node)]
    public async Task A_rendered_transcript_names_its_speaker(string program)
    {
        var output = (await RunAsync(program, await server.NewClientAsync(), "--audio_path", Speech)).MustSucceed().Output;

        Assert.Contains("Speaker 1:\n[en] ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Python)]
    [InlineData(Node)]
    public async Task A_url_is_transcribed_rendered_and_deleted(string program)
    {
        var client = await server.NewClientAsync();
        await using var host = await ServeAsync(Speech);

        var output = (await RunAsync(program, client, "--audio_url", $"{host.Urls.First()}/speech.wav")).MustSucceed().Output;

        Assert.Contains("surpassed", output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(new ProjectCounts(0, 0), await server.CountAsync(client));
    }

    [Theory]
    [InlineData(Python, "one_way")]
    [InlineData(Node, "one_way")]
    [InlineData(Python, "two_way")]
    [InlineData(Node, "two_way")]
    public async Task A_translation_follows_what_was_said(string program, string translation)
    {
        var client = await server.NewClientAsync();

        var ran = await RunAsync(program, client, "--audio_path", Speech, "--translation", translation, "--language", "pt");
        var output = ran.MustSucceed().Output;

        var said = output.IndexOf("\n[en] ", StringComparison.Ordinal);
        Assert.True(said >= 0 && output.IndexOf("\n[Translation] [pt] ", StringComparison.Ordinal) > said, output);
        Assert.Equal(new ProjectCounts(0, 0), await server.CountAsync(client));
    }

    [Theory]
    [InlineData(Python, "one_way")]
    [InlineData(Node, "two_way")]
    public async Task The_vendors_own_translation_request_is_served_or_refused_with_what_there_is(string program, string translation)
    {
        var client = await server.NewClientAsync();
        using var http = Http(client);
        var models = await http.GetFromJsonAsync<JsonElement>("/v1/models");
        var pairs = models.GetProperty("models")[0].GetProperty("two_way_translation_pairs").EnumerateArray()
            .Select(pair => pair.GetString()!)
            .ToList();

        var result = await RunAsync(program, client, "--audio_path", Speech, "--translation", translation);

        if (pairs.Contains("en:es"))
        {
            Assert.Contains("[Translation] [es] ", result.MustSucceed().Output, StringComparison.Ordinal);
            return;
        }

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("400 for POST /v1/transcriptions", result.Errors, StringComparison.Ordinal);
        Assert.Contains("pt", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Python)]
    [InlineData(Node)]
    public async Task Portuguese_is_translated_into_english_both_ways(string program)
    {
        var client = await server.NewClientAsync();

        var ran = await RunAsync(program, client, "--audio_path", Portuguese, "--translation", "two_way", "--language", "pt");
        var output = ran.MustSucceed().Output;

        Assert.Contains("\n[pt] ", output, StringComparison.Ordinal);
        Assert.Contains("\n[Translation] [en] ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Python)]
    [InlineData(Node)]
    public async Task All_files_are_deleted_from_an_empty_first_cursor_on(string program)
    {
        var client = await server.NewClientAsync();
        using var http = Http(client);
        for (var i = 0; i < 3; i++) await UploadAsync(http);

        var deleted = (await RunAsync(program, client, "--delete_all_files")).MustSucceed().Output;
        Assert.Contains("Deleted 3 files", deleted, StringComparison.Ordinal);

        Assert.Equal(new ProjectCounts(0, 0), await server.CountAsync(client));
        deleted = (await RunAsync(program, client, "--delete_all_files")).MustSucceed().Output;
        Assert.Contains("Deleted 0 files", deleted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Python)]
    [InlineData(Node)]
    public async Task All_transcriptions_that_have_ended_are_deleted(string program)
    {
        var client = await server.NewClientAsync();
        using var http = Http(client);
        for (var i = 0; i < 3; i++) await EndedAsync(http);

        var deleted = (await RunAsync(program, client, "--delete_all_transcriptions")).MustSucceed().Output;
        Assert.Contains("Deleted 3 transcriptions", deleted, StringComparison.Ordinal);

        Assert.Equal(new ProjectCounts(3, 0), await server.CountAsync(client));
    }

    private static Task<ProgramResult> RunAsync(string program, Dictionary<string, string> client, params string[] arguments)
        => Programs.RunAsync(program == Python ? "python3" : "node", [Path.Combine("clients", program), .. arguments], client);

    private static HttpClient Http(Dictionary<string, string> client)
    {
        var http = new HttpClient { BaseAddress = new Uri(client["SONIOX_API_BASE_URL"]) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", client["SONIOX_API_KEY"]);
        return http;
    }

    private static async Task<string> UploadAsync(HttpClient http)
    {
        using var form = new MultipartFormDataContent { { new StringContent("This is no recording."), "file", "text.mp3" } };
        using var response = await http.PostAsync("/v1/files", form);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static async Task EndedAsync(HttpClient http)
    {
        var request = new { model = "stt-async-v5", file_id = await UploadAsync(http) };
        using var created = await http.PostAsJsonAsync("/v1/transcriptions", request);
        var id = (await created.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (await StatusAsync(http, id) is "queued" or "processing")
        {
            Assert.True(DateTime.UtcNow < deadline, "The transcription does not end.");
            await Task.Delay(50);
        }
    }

    private static async Task<string?> StatusAsync(HttpClient http, string? id)
        => (await http.GetFromJsonAsync<JsonElement>($"/v1/transcriptions/{id}")).GetProperty("status").GetString();

    private static async Task<WebApplication> ServeAsync(string path)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        application.Run(context => context.Response.SendFileAsync(path));
        await application.StartAsync();
        return application;
    }
}
