using System.Text;
using System.Text.Json;

namespace Hansard.Server.Tests.Doors.OpenAi;

/// <summary>Calls of OpenAI's audio API.</summary>
internal static class OpenAiCalls
{
    public const string Transcriptions = "/v1/audio/transcriptions";
    public const string Translations = "/v1/audio/translations";

    /// <param name="client">Of a project.</param>
    /// <param name="recording">The text that stands for a recording.</param>
    /// <param name="fields">Names and values of the form, in their order.</param>
    /// <param name="path">The call.</param>
    /// <param name="cancellationToken">The client goes.</param>
    public static Task<HttpResponseMessage> SendAsync(
        this HttpClient client, string recording, (string Name, string Value)[] fields, string path = Transcriptions,
        CancellationToken cancellationToken = default)
        => client.SendAsync(Encoding.UTF8.GetBytes(recording), fields, path, cancellationToken);

    /// <inheritdoc cref="SendAsync(HttpClient, string, ValueTuple{string, string}[], string, CancellationToken)" />
    public static async Task<HttpResponseMessage> SendAsync(
        this HttpClient client, byte[] recording, (string Name, string Value)[] fields, string path = Transcriptions,
        CancellationToken cancellationToken = default)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        form.Add(new ByteArrayContent(recording), "file", "recording.wav");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>The JSON of a success.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpClient client, string recording, params (string Name, string Value)[] fields)
    {
        using var response = await client.SendAsync(recording, fields);
        return await Answer.OkAsync(response, 200);
    }

    /// <summary>The error object of an answer, which must have OpenAI's shape.</summary>
    public static async Task<JsonElement> ErrorAsync(this HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} instead of {status}: {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return ErrorOf(text);
    }

    /// <summary>The error object in a body.</summary>
    public static JsonElement ErrorOf(string body)
    {
        var error = JsonDocument.Parse(body).RootElement.GetProperty("error");
        Assert.Equal(["message", "type", "param", "code"], error.EnumerateObject().Select(member => member.Name));
        Assert.NotEmpty(error.String("message"));
        return error;
    }

    /// <summary>The events of a stream, which must all be whole.</summary>
    public static IReadOnlyList<JsonElement> EventsOf(string stream)
    {
        Assert.EndsWith("\n\n", stream, StringComparison.Ordinal);
        return
        [
            .. stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
                .Where(each => !each.StartsWith(':'))
                .Select(each =>
                {
                    Assert.StartsWith("data: ", each, StringComparison.Ordinal);
                    return JsonDocument.Parse(each["data: ".Length..]).RootElement;
                }),
        ];
    }
}
