using System.Text.Json;
using static Hansard.Cli.Tests.HansardProcess;

namespace Hansard.Cli.Tests.Remote.Listing;

[Collection(RemoteServerTests.Name)]
public sealed class AccessLogTests(RemoteServer server)
{
    [Fact]
    public async Task Administrators_see_who_did_what_and_others_are_refused()
    {
        var user = await server.NewUserAsync();
        var id = (await user.RunAsync("upload", Clip("en_LJ001-0008.wav"))).Output.Trim();
        MustBeOneSentence(await user.RunAsync("access-log"), "Only an administrator's key may do this");
        Assert.Equal(0, (await user.RunAsync("delete", id)).Code);

        var administrator = await server.NewUserAsync(isAdmin: true);
        var shown = await administrator.RunAsync("access-log", "--id", id, "--action", "delete", "--days", "1");
        Assert.Equal((0, ""), (shown.Code, shown.Error));
        Assert.Matches($@"^TIME \(UTC\)[^\n]*\n20\d\d-\S+ \S+  delete  recording  {id}  \S+  key  127\.0\.0\.1  api\n$", shown.Output);
        using var json = JsonDocument.Parse((await administrator.RunAsync("access-log", "--id", id, "--json", "--limit", "1")).Output);
        Assert.Equal(id, Assert.Single(json.RootElement.EnumerateArray()).GetProperty("resource_id").GetString());
        MustBeOneSentence(await administrator.RunAsync("access-log", "--action", "look"), "'action' must be one of read,");
    }
}
