using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Hansard.Server.Tests.Exports;

/// <summary>Clean and redacted renderings of one stored transcript.</summary>
public sealed class RenderingsTests(RenderingsTests.Spoken spoken) : IClassFixture<RenderingsTests.Spoken>
{
    private const string Said = "Um, the the number of the office is 212 555 0147, so I write to ann.lee@example.com about it.";
    private const string Clean = "The number of the office is 212 555 0147, so I write to ann.lee@example.com about it.";
    private const string Redacted = "Um, the the number of the office is [PHONE], so I write to [EMAIL] about it.";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", Said)]
    [InlineData("style=verbatim&redact=false", Said)]
    [InlineData("style=clean", Clean)]
    [InlineData("redact=true", Redacted)]
    [InlineData("redact=", Redacted)]
    [InlineData("redact", Redacted)]
    [InlineData("redact=phone,email", Redacted)]
    [InlineData("redact=card", Said)]
    [InlineData("style=clean,netflix&redact=true", "The number of the office is [PHONE], so I write to [EMAIL] about it.")]
    public async Task The_text_is_that_of_the_tokens_in_the_rendering_that_is_asked_for(string query, string expected)
    {
        using var answer = JsonDocument.Parse(await spoken.Server.Client.GetStringAsync($"{spoken.Address}?{query}", Cancellation));
        Assert.Equal(expected, answer.RootElement.GetProperty("text").GetString());
        var tokens = answer.RootElement.GetProperty("tokens").EnumerateArray().ToList();
        Assert.Equal(expected, string.Concat(tokens.Select(token => token.GetProperty("text").GetString())));
        Assert.All(tokens, token => Assert.True(token.GetProperty("start_ms").GetInt64() <= token.GetProperty("end_ms").GetInt64()));
    }

    [Theory]
    [InlineData("txt"), InlineData("md"), InlineData("srt"), InlineData("vtt"), InlineData("ass"), InlineData("csv"), InlineData("docx")]
    public async Task Every_format_is_rendered(string format)
    {
        var content = await spoken.Server.Client.GetByteArrayAsync(
            $"{spoken.Address}?format={format}&style=clean&redact=true", Cancellation);
        var text = format == "docx" ? await DocumentAsync(content) : Encoding.UTF8.GetString(content);
        Assert.Contains("PHONE", text, StringComparison.Ordinal);
        Assert.Contains("EMAIL", text, StringComparison.Ordinal);
        Assert.DoesNotContain("0147", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ann", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Um", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_shows_the_rendering_that_is_asked_for()
    {
        var path = $"{spoken.Address[..^"transcript".Length]}shares";
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        using var made = await spoken.Server.Client.PostAsync(path, body, Cancellation);
        using var link = JsonDocument.Parse(await made.Content.ReadAsStringAsync(Cancellation));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/shared?redact=true");
        request.Headers.Add("X-Hansard-Share", link.RootElement.GetProperty("url").GetString()!.Split('#')[1]);
        using var shown = await spoken.Server.Client.SendAsync(request, Cancellation);
        using var json = JsonDocument.Parse(await shown.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(Redacted, json.RootElement.GetProperty("text").GetString());
    }

    private static async Task<string> DocumentAsync(byte[] content)
    {
        using var archive = new ZipArchive(new MemoryStream(content));
        using var reader = new StreamReader(await archive.GetEntry("word/document.xml")!.OpenAsync(Cancellation));
        return await reader.ReadToEndAsync(Cancellation);
    }

    /// <summary>A server with a transcript.</summary>
    public sealed class Spoken : IAsyncLifetime
    {
        internal TestServer Server { get; private set; } = null!;

        internal string Address { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Server = await TestServer.StartAsync();
            var file = await Server.UploadAsync(Said, "talk.mp3");
            var job = await Server.EndAsync(await Server.CreateAsync(file.String("id")));
            Address = $"/v1/transcriptions/{job.String("id")}/transcript";
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
