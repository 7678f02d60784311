using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Hansard.Web.Tests.Browser;

namespace Hansard.Web.Tests.Library;

/// <summary>Another client of the same project, which changes what the page shows.</summary>
internal sealed class LibraryClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly HttpClient _http;

    /// <param name="root">Root of the server.</param>
    /// <param name="key">The key.</param>
    public LibraryClient(Uri root, string key)
    {
        _http = new HttpClient { BaseAddress = root };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Has <see cref="Visit.Recording"/> transcribed under a name.</summary>
    /// <param name="name">Of the file.</param>
    /// <param name="recording">Another one; null: that.</param>
    /// <returns>The id of the transcription.</returns>
    public async Task<string> TranscribeAsync(string name, string? recording = null)
    {
        using var content = new ByteArrayContent(await File.ReadAllBytesAsync(recording ?? Visit.Recording));
        var id = await CreateAsync(name, content);
        await UntilAsync(async () => (await GetAsync($"v1/transcriptions/{id}")).GetProperty("status").GetString() == "completed");
        return id;
    }

    /// <summary>Uploads something and has it transcribed, without waiting for that.</summary>
    /// <returns>The id of the transcription.</returns>
    public async Task<string> CreateAsync(string name, HttpContent content)
    {
        var file = await UploadAsync(name, content);
        var model = (await GetAsync("v1/models")).GetProperty("models")[0].GetProperty("id").GetString();
        var created = await ReadAsync(await _http.PostAsJsonAsync(
            "v1/transcriptions", new { model, file_id = file, enable_speaker_diarization = true, identify_speakers = true }));
        return created.GetProperty("id").GetString()!;
    }

    /// <summary>Uploads something.</summary>
    /// <returns>The id of the file.</returns>
    public async Task<string> UploadAsync(string name, HttpContent content)
    {
        using var form = new MultipartFormDataContent { { content, "file", name } };
        return (await ReadAsync(await _http.PostAsync("v1/files", form))).GetProperty("id").GetString()!;
    }

    /// <summary>Changes tags and notes.</summary>
    public async Task<JsonElement> LabelAsync(string id, object labels)
        => await ReadAsync(await _http.PatchAsJsonAsync($"v1/transcriptions/{id}", labels));

    /// <summary>Posts JSON.</summary>
    public async Task<JsonElement> PostAsync(string path, object body) => await ReadAsync(await _http.PostAsJsonAsync(path, body));

    /// <summary>Deletes a transcription.</summary>
    public async Task DeleteAsync(string id) => (await _http.DeleteAsync($"v1/transcriptions/{id}")).EnsureSuccessStatusCode();

    /// <summary>Deletes an uploaded recording.</summary>
    public async Task DeleteFileAsync(string id) => (await _http.DeleteAsync($"v1/files/{id}")).EnsureSuccessStatusCode();

    /// <summary>Gets JSON.</summary>
    public Task<JsonElement> GetAsync(string path) => _http.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Gets whatever it is.</summary>
    public Task<byte[]> DownloadAsync(string path) => _http.GetByteArrayAsync(path);

    /// <summary>Saves a corrected transcript with a speaker's name, as the newest revision.</summary>
    /// <param name="id">Of the transcription.</param>
    /// <param name="name">Of the first speaker.</param>
    /// <param name="tokens">Of <c>Reader.Token</c>.</param>
    public Task<JsonElement> CorrectAsync(string id, string name, params object[] tokens) => PostAsync(
        $"v1/transcriptions/{id}/revisions", new { @base = 0, tokens, speaker_names = new Dictionary<string, string> { ["1"] = name } });

    /// <summary>The transcriptions of the project, the newest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> TranscriptionsAsync()
        => [.. (await GetAsync("v1/transcriptions")).GetProperty("transcriptions").EnumerateArray()];

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await condition()) await Task.Delay(100, limit.Token);
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
            return await response.Content.ReadFromJsonAsync<JsonElement>();
        }
    }
}
