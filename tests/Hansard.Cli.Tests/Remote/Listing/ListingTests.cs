using System.Diagnostics;
using System.Text.Json;
using Hansard.Cli.Tests.Transcribe.Progress;
using static Hansard.Cli.Tests.HansardProcess;

namespace Hansard.Cli.Tests.Remote.Listing;

[Collection(RemoteServerTests.Name)]
public sealed class ListingTests(RemoteServer server)
{
    private const string LongName = "A consultation with a name that no terminal of 80 columns has room for.wav";

    [Fact]
    public async Task What_a_server_has_is_listed_shown_fetched_exported_and_deleted()
    {
        var user = await server.NewUserAsync();
        Assert.Equal((0, "ID  STATUS  LENGTH  CREATED (UTC)  NAME  REFERENCE  MODEL\n"), await OutputAsync(user, "list"));
        var id = (await user.RunAsync("submit", Clip("en_LJ001-0008.wav"), "--client-reference-id", "mine")).Output.Trim();
        Assert.Equal((0, $"{id}  completed  en_LJ001-0008.wav\n"), await OutputAsync(user, "wait", id));

        var row = $"\n{id}  completed  0:00:01  .{{16}}  en_LJ001-0008.wav  mine       stt-async-v";
        Assert.Matches(row, (await OutputAsync(user, "list")).Output);
        using var json = JsonDocument.Parse((await OutputAsync(user, "list", "--json")).Output);
        Assert.Equal(id, json.RootElement[0].GetProperty("id").GetString());
        Assert.DoesNotContain(id, (await OutputAsync(user, "list", "--status", "error")).Output, StringComparison.Ordinal);
        var file = (await OutputAsync(user, "list", "--files")).Output.Split('\n')[1].Split(' ')[0];
        var size = new FileInfo(Clip("en_LJ001-0008.wav")).Length;
        Assert.Matches($"\nsize +{size}\n", (await OutputAsync(user, "show", file)).Output);
        Assert.Matches("\nclient_reference_id +mine\n", (await OutputAsync(user, "show", id[..12])).Output);
        Assert.Matches("(?m)^total +1  0:00:01 ", (await OutputAsync(user, "usage")).Output);
        Assert.Matches(@"(?m)^20\d\d-\d\d-\d\d +1  0:00:01 ", (await OutputAsync(user, "usage", "--by-day")).Output);

        Assert.Equal((0, "Has never been surpassed.\n"), await OutputAsync(user, "get", id[..12]));
        Assert.StartsWith("WEBVTT\n", (await OutputAsync(user, "get", id, "--format", "vtt")).Output, StringComparison.Ordinal);
        string[] documents = ["--format", "docx", "--output", "texts"];
        Assert.Equal((0, "texts/en_LJ001-0008.docx\n"), await OutputAsync(user, ["export", "--all", .. documents]));
        MustBeOneSentence(await user.RunAsync(["export", id, .. documents]), "exists. --overwrite writes over it.");
        Assert.Equal((0, ""), await OutputAsync(user, ["export", id, .. documents, "--skip-existing"]));

        MustBeOneSentence(await user.RunAsync("cancel", id), "has ended already");
        Assert.Equal((0, ""), await OutputAsync(user, "delete", id[..12], "--with-files"));
        await user.MustHaveAsync(0, 0);
        MustBeOneSentence(await user.RunAsync("delete", id), "There is no transcription or file with this id: see 'hansard list'.");
        MustBeOneSentence(await user.RunAsync("show", id), "There is no transcription or file with the id");
        MustBeOneSentence(await user.RunAsync("get", id), "There is no transcription with this id");
        MustBeOneSentence(await user.RunAsync("get", "0000"), "There is no transcription whose id begins with '0000': see 'hansard list'.");
        MustBeOneSentence(await user.RunAsync("wait", id), "There is no transcription");
    }

    [Fact]
    public async Task A_job_is_cancelled_and_everything_deleted_after_a_question()
    {
        var user = await server.NewUserAsync();
        // Long enough not to be done before it is cancelled, however fast the machine.
        var hearing = Path.Combine(user.Home, "hearing.flac");
        string[] loop = ["-v", "error", "-stream_loop", "-1", "-i", Clip("en_jfk.flac"), "-t", "600", hearing];
        using (var ffmpeg = Process.Start("ffmpeg", loop)) await ffmpeg.WaitForExitAsync(TestContext.Current.CancellationToken);
        var ids = (await user.RunAsync("submit", Clip("en_jfk.flac"), Clip("en_stereo_join.wav"), hearing)).Output
            .TrimEnd().Split('\n');
        MustBeOneSentence(await user.RunAsync("get", ids[2]), "its transcript can be read when its status is completed");
        MustBeOneSentence(await user.RunAsync("show", ids[2][..2]), "is the beginning of several ids");

        Assert.Equal((0, ""), await OutputAsync(user, "cancel", ids[2]));
        var waited = await user.RunAsync("wait", ids[2]);
        Assert.Equal((1, $"{ids[2]}  error      hearing.flac\n"), (waited.Code, waited.Output));
        Assert.StartsWith("hansard: hearing.flac: ", waited.Error, StringComparison.Ordinal);

        var unasked = await user.RunAsync("delete", "--all-files");
        Assert.Equal((2, "hansard: Nobody can be asked here: --yes deletes all without asking.\n"), (unasked.Code, unasked.Error));
        Assert.Equal((0, "Deleted 3 files.\n"), await OutputAsync(user, "delete", "--all-files", "--yes"));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    [Requires("tmux")]
    public async Task Terminals_of_any_width_show_progress_tables_and_errors(int columns)
    {
        var user = await server.NewUserAsync();
        File.Copy(Clip("en_jfk.flac"), Path.Combine(user.Home, LongName));
        await using var submit = await Terminal.StartAsync(
            columns, 24, user.Home, user.Environment, ["submit", LongName, "none.wav", "--wait", "--json"]);
        var during = await submit.WaitForAsync(screen => screen.Contains("of 2 done", StringComparison.Ordinal));
        var (code, screen) = await submit.WaitForExitAsync();

        Assert.NotNull(during);
        Assert.All(
            during.Split('\n').Where(line => line.StartsWith("A consultation", StringComparison.Ordinal)),
            line => Assert.InRange(line.Length, 1, columns));
        Assert.Equal(1, code);
        Assert.StartsWith("hansard: none.wav: There is no such file.\n{\"source\":", screen, StringComparison.Ordinal);
        Assert.EndsWith("\n1 done, 1 failed", screen, StringComparison.Ordinal);
        Assert.True(await submit.ShowsCursorAsync());

        await using var tables = await Terminal.StartAsync(
            columns, 200, user.Home, user.Environment, ["list"], ["list", "--files"], ["usage"], ["doctor"], ["get", "ffff"]);
        (code, screen) = await tables.WaitForExitAsync();
        Assert.Equal(1, code);
        var lines = screen.Split('\n');
        Assert.All(lines[..^1], line => Assert.InRange(line.Length, 0, columns));
        Assert.Contains(columns == 80 ? "  AGE  NAME" : "  CREATED (UTC)     NAME", lines[0], StringComparison.Ordinal);
        Assert.Equal(columns == 200, lines[1].Contains(LongName, StringComparison.Ordinal));
        Assert.Equal(columns == 80, lines[1].Contains('…'));
        Assert.Contains(lines, line => line.StartsWith("✓ key         valid", StringComparison.Ordinal));
        Assert.Equal("hansard: There is no transcription whose id begins with 'ffff': see 'hansard list'.", lines[^1]);
    }

    private static async Task<(int Code, string Output)> OutputAsync(RemoteUser user, params string[] arguments)
    {
        var result = await user.RunAsync(arguments);
        Assert.Equal("", result.Error);
        return (result.Code, result.Output);
    }
}
