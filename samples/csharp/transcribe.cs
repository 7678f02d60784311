// Transcribes a recording with words and their times, without a project: dotnet run transcribe.cs -- RECORDING
// HANSARD_URL is the server, by default http://127.0.0.1:8080, and HANSARD_KEY a key of it.
#:property PublishAot=false
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

using var http = new HttpClient { BaseAddress = new Uri(Environment.GetEnvironmentVariable("HANSARD_URL") ?? "http://127.0.0.1:8080") };
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Environment.GetEnvironmentVariable("HANSARD_KEY"));

await using var recording = File.OpenRead(args[0]);
using var form = new MultipartFormDataContent { { new StreamContent(recording), "file", Path.GetFileName(args[0]) } };
var file = await SendAsync(HttpMethod.Post, "/v1/files", form);

var options = new JsonObject { ["model"] = "stt-async-v5", ["file_id"] = file["id"]!.GetValue<string>() };
var job = await SendAsync(HttpMethod.Post, "/v1/transcriptions", JsonContent.Create(options));
var path = $"/v1/transcriptions/{job["id"]}";
while (Text(job, "status") is "queued" or "processing")
{
    await Task.Delay(TimeSpan.FromSeconds(1));
    job = await SendAsync(HttpMethod.Get, path);
}

var succeeded = Text(job, "status") == "completed";
if (succeeded)
{
    foreach (var token in (await SendAsync(HttpMethod.Get, $"{path}/transcript"))["tokens"]!.AsArray())
        Console.WriteLine($"{token!["start_ms"],7} ms {token["confidence"]!.GetValue<double>():P0} {Text(token, "text")}");
}
else
{
    Console.Error.WriteLine(Text(job, "error_message"));
}

await SendAsync(HttpMethod.Delete, path);
await SendAsync(HttpMethod.Delete, $"/v1/files/{file["id"]}");
return succeeded ? 0 : 1;

async Task<JsonNode> SendAsync(HttpMethod method, string path, HttpContent? content = null)
{
    using var request = new HttpRequestMessage(method, path) { Content = content };
    using var response = await http.SendAsync(request);
    var answer = await response.Content.ReadAsStringAsync();
    if (!response.IsSuccessStatusCode) throw new HttpRequestException($"{(int)response.StatusCode} for {method} {path}: {answer}");
    return answer.Length == 0 ? new JsonObject() : JsonNode.Parse(answer)!;
}

static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
