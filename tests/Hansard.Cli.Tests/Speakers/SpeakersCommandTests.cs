using System.Text.Json;

namespace Hansard.Cli.Tests.Speakers;

[Requires("ffmpeg")]
public sealed class SpeakersCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-cli-test-");
    private readonly DirectoryInfo _data;

    public SpeakersCommandTests() => _data = _folder.CreateSubdirectory("data");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_person_is_added_named_in_every_format_and_removed()
    {
        var added = await RunAsync("add", "Linda Johnson", HansardProcess.Clip("en_LJ001-0001.wav"), "--from", "0", "--to", "5.5");
        Assert.True(added.Code == 0, added.Error);
        Assert.Matches(
            @"^Linda Johnson is known by \d(\.\d)? s of speech, in 1 recording, kept encrypted in .*/data\.$", added.Output.Trim());
        await RunAsync("add", "Linda Johnson", HansardProcess.Clip("en_LJ001-0001.wav"), "--from=4");
        Assert.Matches(@"\n +2  +\d+\.\d s  20[^ ]+Z  Linda Johnson\n", (await RunAsync("list")).Output);

        var json = await TranscribeAsync("json", "--identify");
        var speakers = JsonDocument.Parse(json).RootElement.GetProperty("speakers");
        Assert.Equal("Linda Johnson", speakers[0].GetProperty("name").GetString());
        Assert.InRange(speakers[0].GetProperty("certainty").GetDouble(), 0.5, 1);
        Assert.StartsWith("Linda Johnson: ", await TranscribeAsync("txt", "--identify"), StringComparison.Ordinal);
        Assert.Contains("\nLinda Johnson: ", await TranscribeAsync("srt", "--identify"), StringComparison.Ordinal);
        Assert.Contains("\n<v Linda Johnson>", await TranscribeAsync("vtt", "--identify"), StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("remove", "Linda Johnson")).Code);
        Assert.DoesNotContain("Linda", (await RunAsync("list")).Output, StringComparison.Ordinal);
        HansardProcess.MustBeOneSentence(await RunAsync("remove", "Linda Johnson"), "knows nobody named 'Linda Johnson'");
        var nobody = await HansardProcess.RunAsync(
            "transcribe", HansardProcess.Clip("en_test.wav"), "--identify", "--data", _data.FullName);
        HansardProcess.MustBeOneSentence(nobody, "'hansard speakers add' adds people");
    }

    [Fact]
    public async Task People_belong_to_a_project_and_json_without_identify_has_the_labels_alone()
    {
        await RunAsync("add", "Linda", HansardProcess.Clip("en_LJ001-0001.wav"), "--project", "archive");
        Assert.Contains("Linda", (await RunAsync("list", "--project", "archive")).Output, StringComparison.Ordinal);
        HansardProcess.MustBeOneSentence(await RunAsync("list"), "There is no project 'default'");
        var diarized = JsonDocument.Parse(await TranscribeAsync("json", "--diarize")).RootElement;
        Assert.Equal("""[{"speaker":"1"}]""", diarized.GetProperty("speakers").ToString());
    }

    [Theory]
    [InlineData("more than one", "en_two.wav")]
    [InlineData("a voice takes at least", "en_cards_001.wav")]
    [InlineData("a voice takes at least", "en_LJ001-0001.wav", "--from", "400")]
    [InlineData("There is no such file", "nowhere.wav")]
    public async Task What_no_voice_can_be_made_of_is_one_sentence(string reason, string clip, params string[] more)
    {
        var recording = clip == "en_two.wav" ? await JoinAsync() : HansardProcess.Clip(clip);
        HansardProcess.MustBeOneSentence(await RunAsync(["add", "Anna", recording, .. more]), reason);
    }

    [Theory]
    [InlineData("--from takes a time", "Anna", "--from", "soon")]
    [InlineData("--to takes a time", "Anna", "--to=-1")]
    [InlineData("--to is not after --from", "Anna", "--from", "5", "--to", "5")]
    public async Task A_wrong_time_is_wrong_usage(string reason, string name, params string[] more)
    {
        var result = await RunAsync(["add", name, HansardProcess.Clip("en_test.wav"), .. more]);
        Assert.Equal((2, true), (result.Code, result.Error.Contains(reason, StringComparison.Ordinal)));
        Assert.Empty(_data.GetFileSystemInfos());
    }

    [Fact]
    public async Task Nothing_is_written_to_the_home_folder()
    {
        var home = _folder.CreateSubdirectory("home");
        var result = await HansardProcess.RunAtHomeAsync(
            home.FullName, "speakers", "add", "Anna", HansardProcess.Clip("en_LJ001-0001.wav"), "--data", _data.FullName);
        Assert.True(result.Code == 0, result.Error);
        Assert.Empty(home.GetFileSystemInfos());
        Assert.Single(_data.CreateSubdirectory("protection-keys").GetFiles());
    }

    [Fact]
    public async Task Where_people_are_has_no_meaning_without_identify()
    {
        var result = await HansardProcess.RunAsync("transcribe", HansardProcess.Clip("en_test.wav"), "--data", _data.FullName);
        Assert.Equal(2, result.Code);
        Assert.Contains("--data has no meaning without --identify", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("add", "Anna", "CLIP")]
    [InlineData("list")]
    [InlineData("remove", "Anna")]
    public async Task Nobody_is_looked_for_or_added_in_a_folder_that_there_is_not(params string[] command)
    {
        var nowhere = Path.Combine(_data.FullName, "nowhere");
        string[] arguments = [.. command.Select(part => part == "CLIP" ? HansardProcess.Clip("en_test.wav") : part)];
        HansardProcess.MustBeOneSentence(await HansardProcess.RunAsync(["speakers", .. arguments, "--data", nowhere]), nowhere);
        Assert.False(Directory.Exists(nowhere));
    }

    private Task<HansardProcess.Result> RunAsync(params string[] arguments)
        => HansardProcess.RunAsync(["speakers", .. arguments, "--data", _data.FullName]);

    private async Task<string> TranscribeAsync(string format, string speakers)
    {
        string[] where = speakers == "--identify" ? ["--data", _data.FullName] : [];
        var result = await HansardProcess.RunAsync(
            ["transcribe", HansardProcess.Clip("en_LJ001-0001.wav"), "--language", "en", "--format", format, speakers, .. where]);
        Assert.True(result.Code == 0, result.Error);
        return result.Output;
    }

    // Two people who speak for some five seconds each.
    private async Task<string> JoinAsync()
    {
        var joined = Path.Combine(_folder.FullName, "two.wav");
        using var process = System.Diagnostics.Process.Start("ffmpeg", [
            "-v", "error", "-i", HansardProcess.Clip("en_LJ001-0001.wav"), "-i", HansardProcess.Clip("en_jfk.flac"), "-filter_complex",
            "[0]aresample=16000[a];[1]aresample=16000[b];[a][b]concat=n=2:v=0:a=1", joined,
        ]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return joined;
    }
}
