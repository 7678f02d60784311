using System.Text.Json;
using static Hansard.Cli.Tests.HansardProcess;

namespace Hansard.Cli.Tests.Align;

/// <summary>A recording and its text.</summary>
[Requires("ffmpeg")]
public sealed class AlignCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hansard align ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Words_have_the_times_of_the_recording_and_what_parts_is_said()
    {
        await File.WriteAllTextAsync(At("text.txt"), "Has never, ever been surpassed! a b c d e", TestContext.Current.CancellationToken);
        var result = await RunAsync(
            "align", Clip("en_LJ001-0008.wav"), At("text.txt"), "-l", "en", "--beam", "1", "-o", At("out.json"));
        Assert.Equal((0, ""), (result.Code, result.Output));
        Assert.Contains("4 of 10 words of the text are said; 0 stretches of speech have no text.", result.Error, StringComparison.Ordinal);
        Assert.Contains("  not said: ever, which would be at 0:0", result.Error, StringComparison.Ordinal);
        Assert.Contains("  … and 1 more; --format json has all.", result.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(At("out.json"), TestContext.Current.CancellationToken));
        var words = json.RootElement.GetProperty("words").EnumerateArray().ToList();
        Assert.Equal([true, true, false, true, true], words.Take(5).Select(word => word.GetProperty("said").GetBoolean()));
        Assert.InRange(words[4].GetProperty("end_ms").GetInt32(), 1200, 1790);
    }

    [Fact]
    public async Task Subtitles_of_a_part_of_the_text_tell_the_rest_of_the_speech()
    {
        await File.WriteAllTextAsync(
            At("text.srt"), "1\n00:10:00,000 --> 00:10:09,000\nhas never\n", TestContext.Current.CancellationToken);
        var result = await RunAsync(
            "align", Clip("en_LJ001-0008.wav"), At("text.srt"), "-l", "en", "--beam", "1", "-f", "srt");
        Assert.Equal(0, result.Code);
        Assert.Contains("\nhas never\n", result.Output, StringComparison.Ordinal);
        Assert.StartsWith("1\n00:00:00,", result.Output, StringComparison.Ordinal);
        Assert.Contains("  no text: 0:00 to 0:01, heard: been surpassed", result.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_has_no_meaning_is_refused()
    {
        await File.WriteAllTextAsync(At("blank.txt"), " \n", TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(At("sound.txt"), [82, 73, 0, 70], TestContext.Current.CancellationToken);
        var swapped = await RunAsync("align", Clip("en_LJ001-0008.wav"), At("sound.txt"));
        Assert.Equal(1, swapped.Code);
        Assert.Contains("sound.txt' is no text to align. Line 1: There is a byte 0", swapped.Error, StringComparison.Ordinal);
        Assert.Contains(
            "There is no text in '", (await RunAsync("align", Clip("en_LJ001-0008.wav"), At("blank.txt"))).Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(At("text.txt"), "Words.", TestContext.Current.CancellationToken);
        var tracks = await RunAsync("align", Clip("en_LJ001-0008.wav"), At("text.txt"), "--track", "all");
        Assert.Contains("--track all has no meaning: a text is of one track.", tracks.Error, StringComparison.Ordinal);
        foreach (var name in new[] { "a.wav", "b.wav" }) File.Copy(Clip("en_LJ001-0008.wav"), At(name));
        var several = await RunAsync("align", _folder, At("text.txt"));
        Assert.Equal(2, several.Code);
        Assert.Contains("Name one recording: its text is that of no other.", several.Error, StringComparison.Ordinal);
    }

    private string At(string name) => Path.Combine(_folder, name);
}
