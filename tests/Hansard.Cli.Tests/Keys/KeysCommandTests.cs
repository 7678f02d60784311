using System.Text.RegularExpressions;

namespace Hansard.Cli.Tests.Keys;

public sealed partial class KeysCommandTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hansard-cli-test-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_key_for_a_folder_that_there_is_not_makes_none()
    {
        var data = Path.Combine(_data.FullName, "nowhere");
        var result = await HansardProcess.RunAsync("keys", "create", "--data", data);
        Assert.Equal(1, result.Code);
        Assert.Contains("name the server's data directory with --data", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.False(Path.Exists(data));
    }

    [Fact]
    public async Task Keys_are_made_listed_without_their_secret_and_revoked()
    {
        string[] create = ["keys", "create", "--project", "one", "--name", "first", "--data", _data.FullName];
        var key = (await HansardProcess.RunAsync(create)).Output.Trim();
        Assert.Matches(Key(), key);
        var list = (await HansardProcess.RunAsync("keys", "list", "--data", _data.FullName)).Output;
        Assert.Contains("first", list);
        Assert.DoesNotContain(key, list);

        var id = list.Split('\n')[1].Split(' ')[0];
        Assert.Equal(0, (await HansardProcess.RunAsync("keys", "revoke", id, "--data", _data.FullName)).Code);
        var again = await HansardProcess.RunAsync("keys", "revoke", id, "--data", _data.FullName);
        Assert.Equal(1, again.Code);
        Assert.Contains("No valid key", again.Error);
    }

    [Fact]
    public async Task An_administrator_s_key_is_made_on_request_told_from_the_others_and_revoked_like_them()
    {
        string[] data = ["--data", _data.FullName];
        await HansardProcess.RunAsync(["keys", "create", "--name", "everyday", .. data]);
        var key = await HansardProcess.RunAsync(["keys", "create", "--name", "operator", "--admin", .. data]);
        Assert.Matches(Key(), key.Output.Trim());
        var lines = (await HansardProcess.RunAsync(["keys", "list", .. data])).Output.Split('\n');
        Assert.Contains(" no ", lines.Single(line => line.Contains(" everyday ")), StringComparison.Ordinal);
        var administrator = lines.Single(line => line.Contains(" operator "));
        Assert.Contains(" yes ", administrator, StringComparison.Ordinal);

        Assert.Equal(0, (await HansardProcess.RunAsync(["keys", "revoke", administrator.Split(' ')[0], .. data])).Code);
        Assert.EndsWith("Z", (await HansardProcess.RunAsync(["keys", "list", .. data])).Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("revoke", "0193a5b8-0000-7000-8000-000000000000")]
    public async Task Keys_of_a_server_that_is_not_there_are_not_looked_for_in_a_new_database(params string[] command)
    {
        var nowhere = Path.Combine(_data.FullName, "nowhere");
        var result = await HansardProcess.RunAsync(["keys", .. command, "--data", nowhere]);
        HansardProcess.MustBeOneSentence(result, $"There is no Hansard database in {nowhere}");
        Assert.False(Directory.Exists(nowhere));
        result = await HansardProcess.RunAsync(["keys", .. command, "--data", _data.FullName]);
        HansardProcess.MustBeOneSentence(result, "There is no Hansard database in");
        Assert.Empty(_data.GetFileSystemInfos());
    }

    [GeneratedRegex("hsd_[A-Za-z0-9_-]{43}")]
    private static partial Regex Key();
}
