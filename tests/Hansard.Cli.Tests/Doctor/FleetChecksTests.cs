using System.Text.Json;
using Hansard.Cli.Doctor;

namespace Hansard.Cli.Tests.Doctor;

/// <summary>Faults of the nodes of an installation, as one of them tells of all.</summary>
public sealed class FleetChecksTests
{
    private const string Api = """
        {"address": "10.0.0.1:1", "current": true, "answers": true, "host": "one", "role": "api", "version": "1.0.0"}
        """;

    [Fact]
    public void Nodes_that_agree_are_good()
    {
        var check = Assert.Single(Of(Api, Worker("two")));
        Assert.Equal((CheckState.Good, "2 answer, 1 of them transcribe; 3 jobs wait"), (check.State, check.Text));
    }

    [Fact]
    public void Nobody_who_transcribes_is_wrong_and_says_what_to_start()
    {
        var check = Assert.Single(Of(Api));
        Assert.Equal(CheckState.Wrong, check.State);
        Assert.Contains("--role worker", check.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("versions", "Noted", "1.1.0 on two", "\"version\": \"1.1.0\", \"models\": [\"base\"]")]
    [InlineData("missing", "Noted", "'hansard models pull base' there", "\"version\": \"1.0.0\", \"models\": []")]
    [InlineData(
        "clock", "Wrong", "two (10.0.0.2:1) is 31 seconds away",
        "\"version\": \"1.0.0\", \"models\": [\"base\"], \"clock_skew_ms\": -31000.4")]
    public void What_differs_is_named_with_what_to_do(string name, string state, string told, string fields)
    {
        var other = $$"""{"address": "10.0.0.2:1", "answers": true, "host": "two", "role": "worker", {{fields}}}""";
        var checks = Of(Api, Worker("three"), other);
        var check = Assert.Single(checks, check => check.State is not CheckState.Good);
        Assert.Equal((name, state), (check.Name, check.State.ToString()));
        Assert.Contains(told, check.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_does_not_answer_is_wrong()
    {
        var silent = """{"address": "10.0.0.9:1", "answers": false, "current": false}""";
        var check = Assert.Single(Of(Api, Worker("two"), silent), check => check.State is CheckState.Wrong);
        Assert.StartsWith("10.0.0.9:1 does not answer", check.Text, StringComparison.Ordinal);
    }

    private static List<Check> Of(params string[] nodes)
        => [.. FleetChecks.Of(JsonDocument.Parse($$"""{"nodes": [{{string.Join(',', nodes)}}], "waiting_jobs": 3}""").RootElement)];

    private static string Worker(string host) => $$"""
        {"address": "10.0.0.3:1", "answers": true, "host": "{{host}}", "role": "worker", "version": "1.0.0", "models": ["base"],
         "clock_skew_ms": 0.4}
        """;
}
