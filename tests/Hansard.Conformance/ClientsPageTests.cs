using System.Net;
using System.Text.RegularExpressions;
using Hansard.Engine.Tests;

namespace Hansard.Conformance;

/// <summary>The code of the page "Point your client here", taken from the page and run.</summary>
public sealed class ClientsPageTests(SoftwareKit sdk, ServerProcess server)
{
    [Theory]
    [InlineData("node-code")]
    [InlineData("vercel-code")]
    [InlineData("openai-code")]
    public async Task The_code_for_a_client_transcribes_a_recording(string id)
    {
        using var http = new HttpClient { BaseAddress = new Uri(server.Address) };
        var page = await http.GetStringAsync("/docs/clients", TestContext.Current.CancellationToken);
        var marked = Regex.Match(page, $"<pre id=\"{id}\">(.*?)</pre>", RegexOptions.Singleline).Groups[1].Value;
        var code = WebUtility.HtmlDecode(Regex.Replace(marked, "</?span[^>]*>", ""))
            .Replace("http://localhost:8080", server.Address, StringComparison.Ordinal)
            .Replace("meeting.wav", Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"), StringComparison.Ordinal);

        var result = await sdk.RunCodeAsync(server, code);

        Assert.Contains("surpassed", result.MustSucceed().Output, StringComparison.OrdinalIgnoreCase);
    }
}
