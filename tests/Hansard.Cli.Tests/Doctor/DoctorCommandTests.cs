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
    public async Task The_database_of_a_data_directory_is_read_and_damage_of_it_found()
    {
        var user = await server.NewUserAsync();
        var data = Directory.CreateDirectory(Path.Combine(user.Home, "data")).FullName;
        Assert.Equal(0, (await RunAsync("keys", "create", "--data", data)).Code);
        var whole = await user.RunAsync("doctor", "--data", data);
        Assert.Matches(@"\n✓ data +\S*hansard\.db \(.+\) was read and is whole", whole.Output);

        var database = Path.Combine(data, "hansard.db");
        await using (var file = new FileStream(database, FileMode.Open, FileAccess.Write)) file.SetLength(file.Length / 2);
        var damaged = await user.RunAsync("doctor", "--data", data);
        Assert.Equal(1, damaged.Code);
        Assert.Matches(@"\n✗ data +The database \S*hansard\.db is damaged", damaged.Output);

        var missing = await user.RunAsync("doctor", "--data", user.Home);
        Assert.Equal(1, missing.Code);
        Assert.Matches("\n✗ data +there is no database in ", missing.Output);
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
