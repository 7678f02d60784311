using System.Diagnostics;
using System.Runtime.Versioning;
using static Hansard.Cli.Tests.HansardProcess;

namespace Hansard.Cli.Tests.Transcribe.Input;

/// <summary>Names of recordings, and recordings without a file.</summary>
[SupportedOSPlatform("linux")]
[Requires("ffmpeg")]
public sealed class RecordingInputTests : IDisposable
{
    private const string Surpassed = "Has never been surpassed.\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("hansard input ").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("hansard - < call.wav")]
    [InlineData("hansard /dev/stdin < call.wav")]
    [InlineData("cat call.wav | hansard -")]
    [InlineData("cat call.wav | hansard /dev/fd/0")]
    [InlineData("hansard /dev/fd/7 7< call.wav")]
    [InlineData("mkfifo pipe && { cat call.wav > pipe & hansard pipe; }")]
    public async Task A_recording_that_cannot_be_sought_is_read_to_its_end(string line)
    {
        var result = await ShellAsync("call.wav", line);

        Assert.Equal((0, Surpassed, ""), (result.Code, result.Output, result.Error));
    }

    [Theory]
    [InlineData("@call.wav", "hansard @call.wav")]
    [InlineData("[suggest].wav", "hansard '[suggest].wav'")]
    [InlineData("call.wav", @"mv call.wav ""$(printf 'caf\351.wav')"" && hansard caf*.wav")]
    [InlineData("call.wav", @"mv call.wav ""$(printf 'caf\351.wav')"" && hansard -- caf*.wav")]
    public async Task Every_name_that_a_file_can_have_is_an_ordinary_name(string name, string line)
    {
        var result = await ShellAsync(name, line);

        Assert.Equal((0, Surpassed, ""), (result.Code, result.Output, result.Error));
    }

    [Fact]
    public async Task Files_whose_names_are_not_unicode_are_told_apart()
    {
        const string Line = @"mv call.wav ""$(printf 'caf\351.wav')""; echo > ""$(printf 'caf\350.wav')""; hansard caf*.wav";
        var result = await ShellAsync("call.wav", Line);

        Assert.Equal(1, result.Code);
        Assert.EndsWith(Surpassed, result.Output, StringComparison.Ordinal);
        Assert.Contains("caf\uFFFD.wav: The file is not a recording in a known format", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"old")]
    [InlineData(@"""$(printf 'alt\344')""")]
    public async Task Recordings_in_a_folder_may_have_names_that_are_not_unicode(string folder)
    {
        var line = $$"""
            mkdir -p {{folder}}/"$(printf 'stra\337e')"; cp call.wav {{folder}}/"$(printf 'stra\337e')"/"$(printf 'caf\351.wav')"
            cp call.wav {{folder}}/"$(printf 'caf\350.wav')"; cp call.wav {{folder}}/é.wav
            hansard {{folder}} -o out; set -- $?; rm -r {{folder}}; (exit $1)
            """;
        var result = await ShellAsync("call.wav", line);

        Assert.Equal((0, "3 written\n"), (result.Code, result.Error));
        Assert.Equal(
            ["cafè.txt", "straße/café.txt", "é.txt"],
            Directory.GetFiles(Path.Combine(_folder, "out"), "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Path.Combine(_folder, "out"), file)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Pipes_and_devices_in_a_folder_are_left_out()
    {
        const string Line =
            "mkdir f; mv call.wav f; cd f; mkfifo pipe.wav; ln -s /dev/zero zero.wav; ln -s none gone.wav; cd ..; hansard f -o out";
        var result = await ShellAsync("call.wav", Line);

        Assert.Equal(1, result.Code);
        Assert.Equal(
            """
            hansard: warning: 'f/pipe.wav' is left out, as it is no file: name it to have it read.
            hansard: warning: 'f/zero.wav' is left out, as it is no file: name it to have it read.
            hansard: f/gone.wav: There is no such file.
            1 written, 1 failed:
              f/gone.wav: There is no such file.

            """,
            result.Error);
        Assert.Equal(Surpassed, await File.ReadAllTextAsync(Path.Combine(_folder, "out", "call.txt"), Cancellation));
    }

    [Fact]
    public async Task A_file_that_is_not_there_and_whose_name_is_not_unicode_is_told_by_its_name()
        => MustBeOneSentence(await ShellAsync("call.wav", @"hansard ""$(printf 'caf\351.wav')"""), "caf\uFFFD.wav: There is no such file.");

    [Fact]
    public async Task The_transcript_of_a_recording_has_a_name_where_the_recording_has_the_longest_or_none()
    {
        var longest = new string('é', 125) + "n.wav";
        var result = await ShellAsync(longest, "hansard - *.wav --format json --output out < \"$(ls *.wav)\"");

        Assert.Equal((0, "2 written\n"), (result.Code, result.Error));
        Assert.Equal(
            ["stdin.json", new string('é', 125) + ".json"],
            Directory.GetFiles(Path.Combine(_folder, "out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Standard_input_is_named_where_it_fails()
        => MustBeOneSentence(await ShellAsync("call.wav", "hansard - < /dev/null"), "standard input: The recording is empty");

    [Fact]
    public async Task Standard_input_cannot_be_read_twice()
    {
        var result = await ShellAsync("call.wav", "hansard - /dev/stdin < call.wav");

        Assert.Equal((2, "hansard: Standard input can be read only once, and is named several times.\n"), (result.Code, result.Error));
    }

    [Fact]
    public async Task What_is_no_recording_and_does_not_end_is_told_at_its_beginning()
        => MustBeOneSentence(
            await ShellAsync("call.wav", "hansard /dev/zero"), "/dev/zero: The file is not a recording in a known format");

    [Fact]
    public async Task A_recording_through_a_pipe_may_be_larger_than_what_it_is_recognised_by()
    {
        const string Line = "ffmpeg -v error -i call.wav -af apad=whole_dur=60 -f wav - < /dev/null | hansard - --language en";
        var result = await ShellAsync("call.wav", Line);

        Assert.Equal((0, Surpassed, ""), (result.Code, result.Output, result.Error));
    }

    [Fact]
    public async Task A_folder_of_temporary_files_that_is_not_there_is_not_taken_for_a_missing_recording()
        => MustBeOneSentence(
            await ShellAsync("call.wav", "TMPDIR=/nonexistent; export TMPDIR; hansard - < call.wav"),
            "standard input: The folder of temporary files, '/nonexistent/', cannot be written to: set TMPDIR to another.");

    [Fact]
    public async Task The_wait_for_a_pipe_to_which_nobody_writes_ends_with_an_interrupt()
    {
        using var process = StartShell("TMPDIR=. exec dotnet \"$program\" transcribe -");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        while (Directory.GetFiles(_folder, "hansard-*.recording") is []) await Task.Delay(TimeSpan.FromSeconds(0.1), patience.Token);
        using (var kill = HansardProcess.Signal(process, "INT")) await kill.WaitForExitAsync(Cancellation);

        await process.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

        Assert.Equal(130, process.ExitCode);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_recording_in_which_nothing_is_said_is_told_of()
    {
        const string Line = "ffmpeg -v error -f lavfi -i anullsrc=r=16000:cl=mono -t 2 silence.wav < /dev/null; hansard silence.wav";
        var result = await ShellAsync("call.wav", Line);

        Assert.Equal((0, "", "hansard: silence.wav: no speech found\n"), (result.Code, result.Output, result.Error));
    }

    [Fact]
    public async Task Warnings_are_on_standard_error_and_in_json_and_nowhere_else()
    {
        File.Copy(Case("half_m4a.m4a"), Path.Combine(_folder, "half.m4a"));

        var json = await ShellAsync("call.wav", "hansard half.m4a --format json --language en");
        var text = await ShellAsync("call.wav", "hansard half.m4a --language en");

        const string Warning = "The recording is cut off: ";
        Assert.Equal((0, 0), (json.Code, text.Code));
        Assert.StartsWith($"hansard: half.m4a: warning: {Warning}", json.Error, StringComparison.Ordinal);
        Assert.Equal(json.Error, text.Error);
        Assert.Contains($"\"warnings\": [\n    \"{Warning}", json.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Warning, text.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2", 0, "")]
    [InlineData("3", 1, "The recording has no sound track '3': it has 1, 2.")]
    [InlineData("fr", 1, "The recording has no sound track 'fr': it has 1, 2.")]
    [InlineData("0", 2, "--track takes the number of a sound track, from 1 on, its language, such as en, or all, not '0'.")]
    public async Task A_sound_track_is_chosen_by_its_number_or_its_language(string track, int code, string error)
    {
        var result = await RunAsync("transcribe", Case("two_tracks_first_silent.mov"), "--track", track, "--language", "en");

        Assert.Equal(code, result.Code);
        Assert.EndsWith(error, result.Error.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(code == 0 ? Surpassed : "", result.Output);
    }

    [Fact]
    public async Task All_sound_tracks_stand_in_one_file_each_under_its_name()
    {
        var result = await RunAsync("transcribe", Case("two_tracks_first_silent.mov"), "--track", "all", "--language", "en");

        Assert.Equal((0, "", $"== Track 1\n\n== Track 2\n{Surpassed}"), (result.Code, result.Error, result.Output));
    }

    private static string Case(string name) => Path.Combine(HansardProcess.Repository, "tests", "fixtures", "audio", "cases", name);

    /// <summary>Runs a line of the shell, in which <c>hansard</c> is the command that transcribes.</summary>
    private Task<Result> ShellAsync(string name, string line)
    {
        File.Copy(Clip("en_LJ001-0008.wav"), Path.Combine(_folder, name), overwrite: true);
        // .NET cannot delete a name that is not UTF-8.
        return ResultOfAsync(StartShell($"{line}; code=$?; rm -f caf*.wav; exit $code"));
    }

    private Process StartShell(string line)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = _folder,
        };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"program=$1; hansard() {{ dotnet \"$program\" transcribe \"$@\"; }}; {line}");
        start.ArgumentList.Add("sh");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "hansard.dll"));
        return Process.Start(start)!;
    }
}
