using System.Text.RegularExpressions;
using Hansard.Engine.Tests;

namespace Hansard.Conformance;

/// <summary>The examples of docs/openai.md, taken from the page and run.</summary>
public sealed partial class OpenAiPageTests(SoftwareKit sdk, ServerProcess server)
{
    private static readonly string Page = Path.Combine(Fixtures.Repository, "docs", "openai.md");

    [Fact]
    public async Task Every_command_transcribes_a_recording()
    {
        Tool.Of("curl").Require();
        var client = await server.NewClientAsync();
        client["HANSARD_KEY"] = client["SONIOX_API_KEY"];
        var result = await Programs.RunAsync("bash", ["-euc", Code("sh").Replace("curl ", "curl -sSf ", StringComparison.Ordinal)], client);

        var output = result.MustSucceed().Output;
        Assert.Equal(4, Regex.Count(output, "surpassed"));
        Assert.Contains("00:00:0", output, StringComparison.Ordinal);
        Assert.Contains("transcript.text.done", output, StringComparison.Ordinal);
        Assert.Equal(new ProjectCounts(0, 0), await server.CountAsync(client));
    }

    [Fact]
    public async Task The_program_prints_the_text()
    {
        var code = Code("js").Replace("HANSARD_KEY", "SONIOX_API_KEY", StringComparison.Ordinal);
        var result = await sdk.RunCodeAsync(server, code);
        Assert.Contains("surpassed", result.MustSucceed().Output, StringComparison.Ordinal);
    }

    private string Code(string language) => string.Join('\n', Blocks().Matches(File.ReadAllText(Page))
        .Where(block => block.Groups["language"].Value == language)
        .Select(block => block.Groups["code"].Value))
        .Replace("http://127.0.0.1:8080", server.Address, StringComparison.Ordinal)
        .Replace("meeting.wav", Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"), StringComparison.Ordinal);

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
