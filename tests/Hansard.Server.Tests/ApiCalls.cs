using System.Net.Http.Json;
using System.Text.Json;

namespace Hansard.Server.Tests;

/// <summary>The calls that most tests make.</summary>
internal static class ApiCalls
{
    public static async Task<JsonElement> UploadAsync(this HttpClient client, HttpContent content, string filename = "recording.wav")
    {
        using var form = new MultipartFormDataContent { { content, "file", filename } };
        using var response = await client.PostAsync("/v1/files", form);
        return await Answer.OkAsync(response, 201);
    }

    /// <param name="client">Of a project.</param>
    /// <param name="source">file_id or audio_url.</param>
    /// <param name="value">Of the source.</param>
    /// <param name="more">Further fields of the request.</param>
    public static async Task<JsonElement> CreateAsync(this HttpClient client, string source, string value, object? more = null)
    {
        var body = new Dictionary<string, object?> { ["model"] = "stt-async-v5", [source] = value };
        foreach (var property in more?.GetType().GetProperties() ?? []) body[property.Name] = property.GetValue(more);
        using var response = await client.PostAsJsonAsync("/v1/transcriptions", body);
        return await Answer.OkAsync(response, 201);
    }

    /// <summary>The transcription when its status is one of these.</summary>
    public static async Task<JsonElement> WaitAsync(this HttpClient client, JsonElement transcription, params string[] statuses)
    {
        var deadline = DateTime.UtcNow.AddMinutes(2);
        while (true)
        {
            using var response = await client.GetAsync($"/v1/transcriptions/{transcription.String("id")}");
            var now = await Answer.OkAsync(response, 200);
            if (statuses.Contains(now.String("status"))) return now;
            Assert.True(DateTime.UtcNow < deadline, $"The transcription stays as it is: {now}");
            await Task.Delay(10);
        }
    }
}
