using System.Text.Json;
using Hansard.Engine.Tests;

namespace Hansard.Server.Tests.Doors.WhisperAsr;

/// <summary>Requests of Bazarr, Speakr, Obsidian and to the webservice itself, byte for byte (tests/fixtures/clients).</summary>
[Collection(nameof(AsrServer))]
public sealed class RecordedAsrTests(AsrServer asr)
{
    private const string Cue = "00:00:00,";

    private static readonly string Folder = Fixtures.PathOf("clients", "whisper-asr-webservice");

    [Fact]
    [Requires("ffmpeg")]
    public async Task Every_one_is_answered_in_the_form_that_it_asks_for()
    {
        var names = Directory.EnumerateFiles(Folder, "*.request.http", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/')[..^".request.http".Length])
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.Equal(31, names.Count);
        var answers = await Task.WhenAll(names.Select(name => RecordedRequest.SendAsync(
            asr.Server, Path.Combine(Folder, $"{name}.request.http"))));
        foreach (var (name, (head, body)) in names.Zip(answers)) AssertAnswer(name, head, body);
    }

    private static void AssertAnswer(string name, string head, string body)
    {
        var place = $"{name}: {head}\n{body}";
        switch (name)
        {
            case "server/no_file" or "server/wrong_field":
                AssertJson(422, """{"detail":[{"type":"missing","loc":["body","audio_file"],"msg":"Field required","input":null}]}""");
                break;
            case "server/encode_word":
                AssertJson(
                    422,
                    """{"detail":[{"type":"bool_parsing","loc":["query","encode"],"msg":"Input should be a valid boolean, """
                    + """unable to interpret input","input":"maybe"}]}""");
                break;
            case "server/get":
                AssertJson(405, """{"detail":"Method Not Allowed"}""");
                Assert.Contains("Allow: POST", head, StringComparison.OrdinalIgnoreCase);
                break;
            case "server/encode_false_odd_bytes" or "server/undecodable":
                Assert.True(head.StartsWith("HTTP/1.1 500 ", StringComparison.Ordinal), place);
                Assert.Contains("Content-Type: text/plain; charset=utf-8", head, StringComparison.OrdinalIgnoreCase);
                Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(body));
                break;
            case "server/status" or "bazarr/test_button_status.handmade":
                Assert.NotEmpty(Ok().String("version"));
                break;
            case "speakr/health":
                // Speakr asks for / next, where the page is.
                Assert.True(head.StartsWith("HTTP/1.1 404 ", StringComparison.Ordinal), place);
                break;
            case "speakr/models":
                Assert.True(head.StartsWith("HTTP/1.1 401 ", StringComparison.Ordinal), place);
                break;
            case var _ when name.Contains("detect_language", StringComparison.Ordinal):
                Assert.Contains("Content-Type: application/json", head, StringComparison.OrdinalIgnoreCase);
                var found = Ok();
                Assert.Equal(["detected_language", "language_code", "confidence"], found.EnumerateObject().Select(member => member.Name));
                Assert.Matches("^[a-z]{2,3}$", found.String("language_code"));
                Assert.Matches("^[a-z ]+$", found.String("detected_language"));
                break;
            default:
                AssertTranscript(name, head, body, place);
                break;
        }

        void AssertJson(int status, string expected)
        {
            Assert.True(head.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal), place);
            Assert.Contains("Content-Type: application/json", head, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(expected, body);
        }

        JsonElement Ok()
        {
            Assert.True(head.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal), place);
            return JsonDocument.Parse(body).RootElement;
        }
    }

    private static void AssertTranscript(string name, string head, string body, string place)
    {
        Assert.True(head.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal), place);
        Assert.Contains("Asr-Engine: ", head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Content-Type: text/plain; charset=utf-8", head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Content-Disposition: attachment; filename=\"", head, StringComparison.OrdinalIgnoreCase);
        if (name == "server/umlaut_filename") Assert.Contains("Gespr%C3%A4ch.wav.srt", head, StringComparison.Ordinal);
        if (name == "server/output_unknown") Assert.Contains("tiny.wav.docx", head, StringComparison.Ordinal);
        if (name is "server/vtt") Assert.StartsWith("WEBVTT\n", body, StringComparison.Ordinal);
        else if (name is "server/tsv") Assert.StartsWith("start\tend\ttext\n", body, StringComparison.Ordinal);
        else if (name.StartsWith("bazarr", StringComparison.Ordinal) || name is "server/srt" or "server/umlaut_filename")
            Assert.True(body.Length == 0 || body.StartsWith($"1\n{Cue}", StringComparison.Ordinal), place);
        else if (name.Contains("json", StringComparison.Ordinal) || name.Contains("pcm", StringComparison.Ordinal)
            || name.StartsWith("speakr", StringComparison.Ordinal) || name.StartsWith("obsidian", StringComparison.Ordinal))
        {
            var json = JsonDocument.Parse(body).RootElement;
            Assert.Equal(["language", "segments", "text"], json.EnumerateObject().Select(member => member.Name));
            Assert.Equal(JsonValueKind.Array, json.GetProperty("segments").ValueKind);
        }
    }
}
