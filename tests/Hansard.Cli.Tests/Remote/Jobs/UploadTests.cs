using System.Text.Json;
using static Hansard.Cli.Tests.HansardProcess;

namespace Hansard.Cli.Tests.Remote.Jobs;

[Collection(RemoteServerTests.Name)]
public sealed class UploadTests(RemoteServer server)
{
    [Fact]
    public async Task Ids_are_printed_and_a_batch_that_was_killed_does_not_upload_twice()
    {
        var user = await server.NewUserAsync();
        File.Copy(Clip("en_LJ001-0008.wav"), Path.Combine(user.Home, "a.wav"));
        await using (var large = File.Create(Path.Combine(user.Home, "b.wav"))) large.SetLength(200 << 20);
        using (var killed = user.Start(user.Environment, "upload", "a.wav", "b.wav"))
        {
            Assert.NotNull(await killed.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            killed.Kill();
            await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var result = await user.RunAsync("upload", "a.wav", "b.wav", "c.wav");

        Assert.Equal((1, "hansard: c.wav: There is no such file.\n"), (result.Code, result.Error));
        Assert.Equal(2, result.Output.TrimEnd().Split('\n').Length);
        await user.MustHaveAsync(files: 2, transcriptions: 0);
        Assert.Empty(user.State);

        var json = await user.RunAsync("upload", "a.wav", "--json", "--client-reference-id", "mine");
        Assert.Equal("mine", JsonDocument.Parse(json.Output).RootElement.GetProperty("client_reference_id").GetString());
    }

    [Fact]
    public async Task A_file_keeps_whatever_name_it_has()
    {
        string[] names =
        [
            "Interview \"Ana\".wav", "\"whole\"", "a;b=c.wav", "100 % of it.wav", "a%22b.wav",
            "Frühstück 日本語 😀.wav", "=?utf-8?B?eA==?=.wav", new string('é', 125) + ".wav",
        ];
        var user = await server.NewUserAsync();
        foreach (var name in names) File.Copy(Clip("en_LJ001-0008.wav"), Path.Combine(user.Home, name));

        var result = await user.RunAsync(["upload", .. names, "--json"]);

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal(names, NamesOf(result.Output));
    }

    [Fact]
    public async Task A_line_break_in_the_name_of_a_file_does_not_end_the_batch()
    {
        var user = await server.NewUserAsync();
        foreach (var name in (string[])["new\nline.wav", "tab\tbell\a.wav", "plain.wav", "C:\\x.wav"])
            File.Copy(Clip("en_LJ001-0008.wav"), Path.Combine(user.Home, name));

        var result = await user.RunAsync("upload", "new\nline.wav", "tab\tbell\a.wav", "plain.wav", "C:\\x.wav", "--json");

        Assert.Equal((0, ""), (result.Code, result.Error));
        // The server keeps neither control characters nor the folders of Windows.
        Assert.Equal(["newline.wav", "tabbell.wav", "plain.wav", "x.wav"], NamesOf(result.Output));
    }

    private static IEnumerable<string?> NamesOf(string lines)
        => lines.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("filename").GetString());
}
