using System.Text.Json;
using static Hansard.Cli.Tests.HansardProcess;

namespace Hansard.Cli.Tests.Doctor;

[Collection(Remote.RemoteServerTests.Name)]
public sealed class DoctorCommandTests(Remote.RemoteServer server)
{
    [Fact]
    public async Task Both_ends_are_examined_a_line_each()
    {
        var user = await server.NewUserAsync();

        var result = await user.RunAsync("doctor");

        Assert.Equal((0, ""), (result.Code, result.Error));
        var lines = result.Output.TrimEnd().Split('\n');
        Assert.All(lines, line => Assert.Matches("^[✓!] [a-z]+ +\\S", line));
        Assert.Equal(
            [
                "hansard", "ffmpeg", "models", "machine", "disk", "temporary", "server", "encryption", "clock", "key", "served", "version",
                "limits",
            ],
            lines.Select(line => line.Split(' ')[1]));
        Assert.DoesNotContain(user.Key, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_marked_told_and_the_exit_code()
    {
        var user = await server.NewUserAsync();
        var wrong = new Dictionary<string, string>(user.Environment)
        {
            ["HANSARD_API_KEY"] = "hsd_another",
            ["HANSARD_MODELS"] = user.Home,
            ["TMPDIR"] = Path.Combine(user.Home, "nowhere"),
        };

        var result = await user.RunAsync(wrong, "", "doctor", "--json");

        Assert.Equal(1, result.Code);
        var checks = JsonDocument.Parse(result.Output).RootElement.EnumerateArray()
            .ToDictionary(check => check.GetProperty("name").GetString()!, check => check.GetProperty("state").GetString());
        Assert.Equal(
            ("wrong", "wrong", "good", "wrong"), (checks["models"], checks["temporary"], checks["server"], checks["key"]));
        Assert.DoesNotContain("hsd_another", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_server_and_without_ffmpeg_the_rest_is_still_told()
    {
        var user = await server.NewUserAsync();
        var bare = new Dictionary<string, string>(user.Bare) { ["HANSARD_URL"] = "http://127.0.0.1:1" };

        var result = await user.RunAsync(bare, "", "doctor");

        Assert.Equal(1, result.Code);
        Assert.Contains("✗ server      http://127.0.0.1:1 cannot be reached: nothing listens", result.Output, StringComparison.Ordinal);
        var bareMachine = await RunWithEmptyPathAsync("doctor");
        Assert.Equal(1, bareMachine.Code);
        Assert.Contains("✗ ffmpeg      ", bareMachine.Output, StringComparison.Ordinal);
        Assert.Matches("\n[!✓✗] server      ", bareMachine.Output);
    }
}
