using System.Diagnostics;
using static Hansard.Cli.Tests.HansardProcess;

namespace Hansard.Cli.Tests.Transcribe.Progress;

/// <summary>The sight of a user, by what the screen of a real terminal holds.</summary>
public sealed class TerminalTests : IDisposable
{
    private const string Surpassed = "Has never been surpassed.";
    private readonly string _folder = Directory.CreateTempSubdirectory("hansard-terminal-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_transcript_of_one_recording_is_all_that_stays_on_the_screen()
    {
        Copy("en_LJ001-0008.wav", "a.wav");
        await using var terminal = await Terminal.StartAsync(80, 24, _folder, "transcribe", "a.wav");
        var (code, screen) = await terminal.WaitForExitAsync();
        Assert.Equal(0, code);
        Assert.Equal(Surpassed, screen, ignoreCase: true);
        Assert.True(await terminal.ShowsCursorAsync());
    }

    [Fact]
    public async Task The_text_of_a_recording_appears_while_it_is_recognised_and_stays_as_it_would_be_written()
    {
        // Twelve sentences with a paragraph's pause after each: more windows than the four that are recognised together.
        string[] looped =
        [
            "-v", "error", "-i", Clip("en_LJ001-0008.wav"), "-af", "aresample=16000,apad=whole_dur=20,aloop=loop=11:size=320000",
            "long.flac",
        ];
        using (var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", looped) { WorkingDirectory = _folder })!)
            await ffmpeg.WaitForExitAsync(TestContext.Current.CancellationToken);
        string[] line = ["transcribe", "long.flac", "--beam", "1", "-l", "en"];
        await using var terminal = await Terminal.StartAsync(80, 24, _folder, line);
        var during = await terminal.WaitForAsync(screen => screen.Contains("surpassed", StringComparison.OrdinalIgnoreCase)
            && screen.Contains("long.flac ", StringComparison.Ordinal));
        var (code, screen) = await terminal.WaitForExitAsync();
        var written = await RunAsync(["transcribe", Path.Combine(_folder, "long.flac"), .. line[2..]]);

        Assert.NotNull(during);
        Assert.Equal(0, code);
        Assert.Equal(written.Output.TrimEnd('\n'), screen);
    }

    [Fact]
    public async Task The_transcripts_of_several_recordings_stay_in_their_order_and_so_does_an_error()
    {
        Copy("en_jfk.flac", "long.flac");
        Copy("en_LJ001-0008.wav", "b [1].wav");
        await using var terminal = await Terminal.StartAsync(200, 24, _folder, "transcribe", "long.flac", "none.wav", "b [1].wav");
        var (code, screen) = await terminal.WaitForExitAsync();
        Assert.Equal(1, code);
        var lines = screen.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [
                "hansard: none.wav: There is no such file.", "== long.flac", "== b [1].wav", "2 written, 1 failed:",
                "  none.wav: There is no such file.",
            ],
            lines.Where(line => !line.Contains("country", StringComparison.Ordinal)
                && !line.Contains(Surpassed, StringComparison.OrdinalIgnoreCase)));
        Assert.Equal(7, lines.Length);
        Assert.Contains("country", lines[2], StringComparison.Ordinal);
        Assert.Equal(Surpassed, lines[4], ignoreCase: true);
    }

    [Fact]
    public async Task A_batch_ends_with_counts_and_reasons_and_its_errors_stay()
    {
        var names = Enumerable.Range(0, 22).Select(i => i % 8 == 3 ? $"broken{i}.wav" : $"good{i}.wav").ToArray();
        foreach (var name in names)
        {
            if (name.StartsWith("good", StringComparison.Ordinal)) Copy("en_LJ001-0008.wav", name);
            else await File.WriteAllTextAsync(Path.Combine(_folder, name), "No recording.", TestContext.Current.CancellationToken);
        }
        await using var terminal = await Terminal.StartAsync(160, 24, _folder, ["transcribe", .. names, "--beam", "1", "--output", "out"]);
        var during = await terminal.WaitForAsync(screen => screen.Contains(" of 22 done", StringComparison.Ordinal)
            && screen.Contains("good", StringComparison.Ordinal));
        var (code, screen) = await terminal.WaitForExitAsync();

        Assert.NotNull(during);
        Assert.Equal(1, code);
        var lines = screen.Split('\n');
        Assert.Equal(7, lines.Length);
        Assert.Equal(
            ["broken11.wav", "broken19.wav", "broken3.wav"],
            lines[..3].Select(line => line.Split(' ')[1].TrimEnd(':')).Order(StringComparer.Ordinal));
        Assert.All(lines[..3], line => Assert.Matches("^hansard: broken[0-9]+.wav: The file is not a recording in a known format", line));
        Assert.Equal("19 written, 3 failed:", lines[3]);
        Assert.Equal(["  broken3.wav", "  broken11.wav", "  broken19.wav"], lines[4..].Select(line => line.Split(':')[0]));
        Assert.Equal(19, Directory.GetFiles(Path.Combine(_folder, "out"), "good*.txt").Length);
    }

    [Fact]
    public async Task More_recordings_than_lines_still_show_what_runs_and_leave_nothing_behind()
    {
        var names = Enumerable.Range(0, 8).Select(i => $"{i}.flac").ToArray();
        foreach (var name in names) Copy("en_jfk.flac", name);
        await using var terminal = await Terminal.StartAsync(60, 5, _folder, ["transcribe", .. names, "--threads", "8", "--output", "out"]);
        // Five lines: one stays free, one counts, one tells of those that have no line.
        var during = await terminal.WaitForAsync(screen => screen.Contains("and 6 more", StringComparison.Ordinal));
        var (code, screen) = await terminal.WaitForExitAsync();

        Assert.NotNull(during);
        var shown = during.Split('\n');
        Assert.Matches(@"^0\.flac .*[0-9]%.* [0-9.]+x ", shown[0]);
        Assert.StartsWith("1.flac ", shown[1], StringComparison.Ordinal);
        Assert.Equal("0 of 8 done", shown[3]);
        Assert.Equal((0, "8 written"), (code, screen));
    }

    [Fact]
    public async Task An_interrupt_leaves_a_clean_screen_and_says_what_is_done()
    {
        var names = Enumerable.Range(0, 12).Select(i => $"{i}.flac").Prepend("none.wav").ToArray();
        foreach (var name in names[1..]) Copy("en_jfk.flac", name);
        await using var terminal = await Terminal.StartAsync(80, 24, _folder, ["transcribe", .. names, "--output", "out"]);
        Assert.NotNull(await terminal.WaitForAsync(screen => screen.Contains("of 13 done, 1 failed", StringComparison.Ordinal)));
        await terminal.InterruptAsync();
        var (code, screen) = await terminal.WaitForExitAsync();

        Assert.Equal(130, code);
        Assert.Matches(
            @"^hansard: none\.wav: There is no such file\.\n(\^C)?[0-9]+ written, 1 failed, [0-9]+ not done:\n"
            + @"  none\.wav: There is no such file\.$",
            screen);
        Assert.True(await terminal.ShowsCursorAsync());
    }

    private void Copy(string clip, string name) => File.Copy(Clip(clip), Path.Combine(_folder, name));
}
