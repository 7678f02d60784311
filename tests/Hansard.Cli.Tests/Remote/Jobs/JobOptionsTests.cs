using System.CommandLine;
using System.Text.Json.Nodes;
using Hansard.Cli.Remote.Jobs;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Tests.Remote.Jobs;

/// <summary>Requests that options become.</summary>
public sealed class JobOptionsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hansard-request-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("", "{}")]
    [InlineData("--hint en,es --hint pt", """{"language_hints":["en","es","pt"]}""")]
    [InlineData("--language-hints en --strict", """{"language_hints":["en"],"language_hints_strict":true}""")]
    [InlineData("--language pt", """{"language_hints":["pt"],"language_hints_strict":true}""")]
    [InlineData("--identify-language --diarize", """{"enable_speaker_diarization":true,"enable_language_identification":true}""")]
    [InlineData("--speakers 2", """{"enable_speaker_diarization":true,"num_speakers":2}""")]
    [InlineData("--min-speakers 2 --max-speakers 4", """{"enable_speaker_diarization":true,"min_speakers":2,"max_speakers":4}""")]
    [InlineData("--identify", """{"enable_speaker_diarization":true,"identify_speakers":true}""")]
    [InlineData("--translate pt", """{"translation":{"type":"one_way","target_language":"pt"}}""")]
    [InlineData("--translate en:pt", """{"translation":{"type":"two_way","language_a":"en","language_b":"pt"}}""")]
    [InlineData("--translation none", "{}")]
    [InlineData("--translation one_way", """{"translation":{"type":"one_way","target_language":"es"}}""")]
    [InlineData("--translation two_way", """{"translation":{"type":"two_way","language_a":"en","language_b":"es"}}""")]
    [InlineData("--translation two_way --translate en:pt", """{"translation":{"type":"two_way","language_a":"en","language_b":"pt"}}""")]
    [InlineData("--audio_path a.wav", """{"enable_language_identification":true,"enable_speaker_diarization":true}""")]
    [InlineData("--track 2", """{"audio_track":2}""")]
    [InlineData("--track es", """{"audio_track":"es"}""")]
    [InlineData("--from 1:30 --to 1:00:00.5", """{"audio_start_ms":90000,"audio_end_ms":3600500}""")]
    [InlineData("--no-vocabulary --client-reference-id mine", """{"use_vocabulary":false,"client_reference_id":"mine"}""")]
    [InlineData("--term Zestoretic", """{"context":{"terms":["Zestoretic"]}}""")]
    [InlineData(
        "--translate es --translation-term stroke=ictus",
        """
        {"translation":{"type":"one_way","target_language":"es"},"context":{"translation_terms":[{"source":"stroke","target":"ictus"}]}}
        """)]
    public void An_option_is_its_field(string line, string request)
        => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(request), Read(line)), Read(line).ToJsonString());

    [Theory]
    [InlineData("--language en --hint pt", "--language says what is spoken, so --hint has no meaning: use one or the other.")]
    [InlineData("--strict", "--strict has no meaning without --hint.")]
    [InlineData(
        "--speakers 2 --max-speakers 3",
        "--speakers says how many there are: --min-speakers and --max-speakers have no meaning with it.")]
    [InlineData("--min-speakers 4 --max-speakers 3", "--min-speakers is greater than --max-speakers.")]
    [InlineData("--translation-term a=b", "--translation-term has no meaning without --translate.")]
    [InlineData("--translation both", "--translation takes none, one_way or two_way, not 'both'.")]
    [InlineData("--translation none --translate es", "--translation none and --translate contradict each other.")]
    [InlineData("--translation one_way --translate en:es", "--translation one_way goes with one language in --translate, not 'en:es'.")]
    [InlineData("--translation two_way --translate es", "--translation two_way goes with two languages in --translate, not 'es'.")]
    [InlineData("--audio_path a.wav --audio_url http://a/b", "--audio_path and --audio_url exclude each other: give one.")]
    [InlineData("--from 20 --to 10", "--to is not after --from.")]
    [InlineData("--webhook-header-file x", "--webhook-header-file has no meaning without --webhook-url.")]
    [InlineData("--track 0", "--track takes the number of a sound track, from 1 on, its language, such as en, or all, not '0'.")]
    public void Options_that_make_no_sense_are_told(string line, string fault)
        => Assert.Equal(fault, Assert.Throws<UsageException>(() => Read(line)).Message);

    [Fact]
    public void A_context_is_sent_as_it_is_with_terms_added()
    {
        var path = Path.Combine(_folder, "context.json");
        File.WriteAllText(path, """{"general":[{"key":"domain","value":"Healthcare"}],"terms":["Celebrex"],"translation_terms":[]}""");
        Assert.Equal(
            """{"general":[{"key":"domain","value":"Healthcare"}],"terms":["Celebrex","Zyrtec"],"translation_terms":[]}""",
            Read($"--context {path} --term Zyrtec")["context"]!.ToJsonString());

        File.WriteAllText(path, "\"a visit\"");
        Assert.Equal("\"a visit\"", Read($"--context {path}")["context"]!.ToJsonString());
        Assert.Equal("""{"text":"a visit","terms":["Zyrtec"]}""", Read($"--context {path} --term Zyrtec")["context"]!.ToJsonString());

        File.WriteAllText(path, "{");
        Assert.Contains("is not JSON", Assert.Throws<UsageException>(() => Read($"--context {path}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_for_the_webhook_comes_from_a_file()
    {
        var path = Path.Combine(_folder, "header");
        File.WriteAllText(path, "Authorization: Bearer a:b\n");
        var request = Read($"--webhook-url https://example.org/hook --webhook-header-file {path}");
        Assert.Equal("Authorization", (string?)request["webhook_auth_header_name"]);
        Assert.Equal("Bearer a:b", (string?)request["webhook_auth_header_value"]);
    }

    [Theory]
    [InlineData("90", 90.0)]
    [InlineData("0.5s", 0.5)]
    [InlineData("30m", 1800.0)]
    [InlineData("2h", 7200.0)]
    [InlineData("1d", 86400.0)]
    [InlineData("", null)]
    [InlineData("h", null)]
    [InlineData("-1s", null)]
    [InlineData("0", null)]
    [InlineData("soon", null)]
    public void A_time_limit_has_a_unit_or_is_in_seconds(string text, double? seconds)
        => Assert.Equal(seconds, WaitLimit.Parse(text)?.TotalSeconds);

    private static JsonObject Read(string line)
    {
        var (options, vendor, command) = (new JobOptions(), new VendorFlags(), new Command("submit"));
        foreach (var option in (Option[])[.. options.All, .. vendor.All]) command.Options.Add(option);
        var parsed = command.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), UsageCheck.Parser);
        Assert.Empty(parsed.Errors);
        return options.Read(parsed, vendor.Read(parsed));
    }
}
