using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Engine.Transcripts.Import;
using Hansard.Resilience.Input.Http;
using Hansard.Resilience.Reports;
using Hansard.Server.Tests;

namespace Hansard.Resilience.Input.Subtitles;

/// <summary>Subtitles, texts and transcripts that are brought in: a revision that can be exported in every form,
/// or an error of the contract.</summary>
public sealed class MutatedImportTests(ResilienceReport report)
{
    private const string Srt = """
        1
        00:00:00,000 --> 00:00:00,200
        ANNA: <i>good</i> morning

        2
        00:00:00,200 --> 00:00:02,000
        Ben: Everybody, what is new?

        3
        00:00:02,500 --> 00:00:04,000
        Nothing & nobody <b>here</b>.
        """;

    private static readonly string[] Forms = ["json", "txt", "md", "srt", "vtt", "ass", "docx", "csv", "rttm"];

    private static readonly Dictionary<string, string> Valid = new()
    {
        ["srt"] = Srt,
        ["vtt"] = "WEBVTT\n\n" + Srt.Replace(',', '.').Replace("ANNA: ", "<v Anna>", StringComparison.Ordinal),
        ["txt"] = "Anna: Good morning.\n\nBen: Everybody, what is new?\n\n[00:01:00] Nothing.",
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Are_a_revision_or_an_error_of_the_contract() => TryAsync(isLong: false);

    [Fact(Explicit = true)]
    public Task Are_a_revision_or_an_error_of_the_contract_by_the_thousand() => TryAsync(isLong: true);

    private async Task TryAsync(bool isLong)
    {
        var run = InputRun.Of("subtitles and transcripts brought in", isLong, 250, 10_000);
        await using var server = await HttpInputServer.StartAsync();
        var id = (await server.Server.EndAsync(await server.Server.TranscribeAsync("good morning every body"))).String("id");
        var transcript = JsonNode.Parse(await server.Server.Client.GetStringAsync($"/v1/transcriptions/{id}/transcript", Cancellation))!;
        var last = 0;
        await run.TryAllAsync(1, async input =>
        {
            var format = input.Any(["srt", "vtt", "txt", "json"]);
            var file = format == "json" ? new JsonMutation(input).Apply(transcript) : new TextMutation(input).Apply(Valid[format]);
            if (input.OnceIn(20)) format = input.Any(["srt", "vtt", "txt", "json", "SRT", "exe", ""]);
            input.Sent = $"{format}: {RequestMaker.Printable(file)}";
            Read(file);
            var outcome = await ImportAsync(server.Server, id, format, file, last);
            if (outcome != "revision") return outcome;
            last++;
            await ExportAsync(server.Server, id, input.Any(Forms));
            return outcome;
        });
        run.End(report, await server.CheckAsync(run));
    }

    // As 'hansard align' reads them, each as every form.
    private static void Read(byte[] file)
    {
        foreach (var format in Enum.GetValues<TextImportFormat>())
        {
            try
            {
                var passages = TextImport.Read(TextDecoding.Decode(file), format);
                Assert.NotEmpty(passages);
                Assert.All(passages, passage => Assert.True(passage.Time is not { } time || time.End >= time.Start));
            }
            catch (TextImportException fault)
            {
                Assert.InRange(fault.Line, 1, int.MaxValue);
            }
        }
    }

    private static async Task<string> ImportAsync(TestServer server, string id, string format, byte[] file, int last)
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new("application/octet-stream");
        using var response = await server.Client.PostAsync(
            $"/v1/transcriptions/{id}/revisions/import?format={format}&base={last}", content, Cancellation);
        if ((int)response.StatusCode == 201)
        {
            await Answer.OkAsync(response, 201);
            return "revision";
        }
        await Answer.ErrorAsync(response, 400, "invalid_request");
        return "400";
    }

    private static async Task ExportAsync(TestServer server, string id, string form)
    {
        using var response = await server.Client.GetAsync($"/v1/transcriptions/{id}/transcript?revision=latest&format={form}",
            Cancellation);
        Assert.True(response.IsSuccessStatusCode, $"As {form}: {await response.Content.ReadAsStringAsync(Cancellation)}");
        var bytes = await response.Content.ReadAsByteArrayAsync(Cancellation);
        if (form == "json") JsonDocument.Parse(bytes).Dispose();
        else if (form != "docx") new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        if (form == "docx") Word(bytes);
    }

    private static void Word(byte[] bytes)
    {
        using var archive = new System.IO.Compression.ZipArchive(new MemoryStream(bytes));
        using var document = archive.GetEntry("word/document.xml")!.Open();
        System.Xml.Linq.XDocument.Load(document);
    }
}
