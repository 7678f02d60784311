using System.Diagnostics;
using System.Runtime.Versioning;

namespace Hansard.Cli.Tests.Streams;

[UnsupportedOSPlatform("windows")]
public sealed class StandardInputTests
{
    [Theory]
    [InlineData("transcribe")]
    [InlineData("upload")]
    [InlineData("submit")]
    public async Task A_closed_standard_input_is_told_and_not_waited_for(string command)
    {
        var result = await RunAsync($"{command} - <&-");

        Assert.Equal(
            (2, $"hansard: Standard input is closed: send a recording through it, as in 'hansard {command} - < call.wav'. "
                + "A file of that name is './-'.\n"),
            (result.Code, result.Error));
    }

    [Fact]
    public async Task No_key_comes_through_a_closed_standard_input()
    {
        var result = await RunAsync("login http://127.0.0.1:1 <&-");

        HansardProcess.MustBeOneSentence(result, "cannot be reached");
    }

    private static Task<HansardProcess.Result> RunAsync(string line)
    {
        var start = new ProcessStartInfo("sh", ["-c", $"exec dotnet \"$0\" {line}", Path.Combine(AppContext.BaseDirectory, "hansard.dll")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        (start.Environment["HANSARD_URL"], start.Environment["HANSARD_API_KEY"]) = ("http://127.0.0.1:1", "key");
        return HansardProcess.ResultOfAsync(Process.Start(start)!);
    }
}
