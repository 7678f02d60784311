using System.Diagnostics;
using System.Runtime.Versioning;
using static Hansard.Cli.Tests.HansardProcess;

namespace Hansard.Cli.Tests.Transcribe.Output;

/// <summary>The limits of --output: what it may and may not do to files that exist.</summary>
[SupportedOSPlatform("linux")]
public sealed class OutputTests : IDisposable
{
    private const string Surpassed = "Has never been surpassed.\n";
    private const string Kept = "This is worth keeping.";

    private readonly string _folder = Directory.CreateTempSubdirectory("hansard output ").FullName;
    private readonly string _recording;

    public OutputTests()
    {
        _recording = At("meeting.wav");
        File.Copy(Clip("en_LJ001-0008.wav"), _recording);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("its own name")]
    [InlineData("a symbolic link")]
    [InlineData("a hard link")]
    [InlineData("a linked folder")]
    [InlineData("its own name", "--overwrite")]
    [InlineData("a symbolic link", "--overwrite")]
    [InlineData("a hard link", "--overwrite")]
    [InlineData("a linked folder", "--overwrite")]
    [InlineData("its own name", "--skip-existing")]
    public async Task A_recording_is_never_written_over(string way, params string[] options)
    {
        var before = await File.ReadAllBytesAsync(_recording, TestContext.Current.CancellationToken);
        var output = At("other");
        switch (way)
        {
            case "its own name": output = _recording; break;
            case "a symbolic link": File.CreateSymbolicLink(output, _recording); break;
            case "a hard link": await RunToolAsync("ln", _recording, output); break;
            default:
                Directory.CreateSymbolicLink(output, _folder);
                output = Path.Combine(output, "meeting.wav");
                break;
        }

        var result = await RunAsync(["transcribe", _recording, "--output", output, .. options]);

        Assert.Equal(2, result.Code);
        Assert.Contains("never written over", Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(_recording, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_recording_that_is_named_like_a_transcript_is_not_written_over_by_another_s()
    {
        var named = At("talk.txt");
        File.Copy(_recording, named);
        File.Move(_recording, At("talk.wav"));
        var before = await File.ReadAllBytesAsync(named, TestContext.Current.CancellationToken);
        var folder = Directory.CreateSymbolicLink(At("out"), _folder).FullName;

        var result = await RunAsync("transcribe", At("talk.wav"), named, "--output", folder, "--overwrite");

        Assert.Equal(2, result.Code);
        Assert.Equal(before, await File.ReadAllBytesAsync(named, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_context_file_is_not_written_over()
    {
        var context = Write("meeting.json", """{"terms": ["Hansard"]}""");
        var result = await RunAsync(
            "transcribe", _recording, "--context", context, "--format", "json", "--output", _folder + "/", "--overwrite");
        Assert.Equal(2, result.Code);
        Assert.Equal("""{"terms": ["Hansard"]}""", File.ReadAllText(context));
    }

    [Fact]
    public async Task An_existing_file_is_kept_and_its_recording_skipped_which_is_a_failure()
    {
        var output = Write("meeting.txt", Kept);
        var result = await RunAsync("transcribe", _recording, "--output", output);
        Assert.Equal((1, ""), (result.Code, result.Output));
        Assert.Contains(
            "exists, so it was skipped. --overwrite", Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(Kept, File.ReadAllText(output));
    }

    [Fact]
    public async Task Skipping_what_exists_is_a_success_if_it_is_asked_for()
    {
        var output = Write("meeting.txt", Kept);
        var result = await RunAsync("transcribe", _recording, "--output", output, "--skip-existing");
        Assert.Equal(0, result.Code);
        Assert.Equal(Kept, File.ReadAllText(output));
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_batch_does_what_is_not_there_yet()
    {
        File.Copy(_recording, At("second.wav"));
        Directory.CreateDirectory(At("out"));
        var kept = Write("out/meeting.txt", Kept);

        var first = await RunAsync("transcribe", _recording, At("second.wav"), "--output", At("out"));
        var second = await RunAsync("transcribe", _recording, At("second.wav"), "--output", At("out"), "--skip-existing");

        Assert.Equal((1, 0), (first.Code, second.Code));
        Assert.Contains("\n1 written, 1 skipped:\n", first.Error, StringComparison.Ordinal);
        Assert.Equal("0 written, 2 skipped\n", second.Error);
        Assert.Equal(Kept, File.ReadAllText(kept));
        Assert.Equal(Surpassed, File.ReadAllText(At("out/second.txt")), ignoreCase: true);
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task An_overwritten_file_keeps_its_owner_and_mode()
    {
        var output = Write("meeting.txt", Kept);
        File.SetUnixFileMode(output, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        if (Environment.IsPrivilegedProcess) await RunToolAsync("chown", "1234:2345", output);
        var before = await StatAsync(output, "%a %u %g");

        var result = await RunAsync("transcribe", _recording, "--output", output, "--overwrite");

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal(before, await StatAsync(output, "%a %u %g"));
        Assert.Equal(Surpassed, File.ReadAllText(output), ignoreCase: true);
        Assert.Equal([_recording, output], Directory.GetFiles(_folder).Order(StringComparer.Ordinal).Reverse());
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_file_whose_owner_may_not_be_given_to_a_new_one_is_written_into()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can make a file of another owner.");
        var output = Write("meeting.txt", Kept);
        await RunToolAsync("chown", "1234:2345", output);
        var before = await StatAsync(output, "%a %u %g %i");

        await RunToolAsync(
            "setpriv", "--bounding-set=-chown", "dotnet", Path.Combine(AppContext.BaseDirectory, "hansard.dll"), "transcribe", _recording,
            "--output", output, "--overwrite");

        Assert.Equal(before, await StatAsync(output, "%a %u %g %i"));
        Assert.Equal(Surpassed, File.ReadAllText(output), ignoreCase: true);
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_symbolic_link_stays_one_and_its_file_is_overwritten_only_if_that_is_asked_for()
    {
        Directory.CreateDirectory(At("there"));
        var file = Write("there/notes.txt", Kept);
        var link = At("meeting.txt");
        File.CreateSymbolicLink(link, "there/notes.txt");

        var refused = await RunAsync("transcribe", _recording, "--output", link);
        Assert.Equal((1, Kept), (refused.Code, File.ReadAllText(file)));

        var overwritten = await RunAsync("transcribe", _recording, "--output", link, "--overwrite");
        Assert.Equal((0, "there/notes.txt"), (overwritten.Code, new FileInfo(link).LinkTarget));
        Assert.Equal(Surpassed, File.ReadAllText(file), ignoreCase: true);
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_device_is_written_to_and_stays_one()
    {
        var device = At("null");
        using (var mknod = Process.Start("mknod", [device, "c", "1", "3"]))
            await mknod.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(File.Exists(device), "Only root can make a device.");

        var result = await RunAsync("transcribe", _recording, "--output", device);

        Assert.Equal((0, "", ""), (result.Code, result.Output, result.Error));
        Assert.Equal("character special file", await StatAsync(device, "%F"));
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_FIFO_is_written_to_and_stays_one()
    {
        var fifo = At("fifo");
        await RunToolAsync("mkfifo", fifo);
        var reading = RunToolAsync("cat", fifo);

        var result = await RunAsync("transcribe", _recording, "--output", fifo);

        Assert.Equal((0, "", ""), (result.Code, result.Output, result.Error));
        Assert.Equal(Surpassed, await reading, ignoreCase: true);
        Assert.Equal("fifo", await StatAsync(fifo, "%F"));
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_FIFO_that_nobody_reads_does_not_stop_an_interrupt()
    {
        var fifo = At("fifo");
        await RunToolAsync("mkfifo", fifo);
        using var process = Start("transcribe", _recording, "--output", fifo);
        await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);
        using (var kill = HansardProcess.Signal(process, "INT")) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);
    }

    [Theory]
    [InlineData("-")]
    [InlineData("/dev/stdout")]
    [Requires("ffmpeg")]
    public async Task Standard_output_can_be_named(string output)
    {
        var result = await RunAsync("transcribe", _recording, "--output", output);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal(Surpassed, result.Output, ignoreCase: true);
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_standard_output_that_takes_nothing_ends_the_run()
    {
        var names = Enumerable.Range(0, 12).Select(i => At($"{i}.wav")).ToArray();
        foreach (var name in names) File.Copy(_recording, name);
        // "$@" is written to a disk that is always full.
        var program = Path.Combine(AppContext.BaseDirectory, "hansard.dll");
        string[] arguments =
            ["-c", "exec \"$@\" >/dev/full", "sh", "dotnet", program, "transcribe", .. names, "--threads", "1"];
        using var process = Process.Start(new ProcessStartInfo("sh", arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("hansard: Standard output cannot be written to: No space left", error, StringComparison.Ordinal);
        Assert.Contains(" not done", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--stream")]
    [Requires("ffmpeg")]
    public async Task A_reader_that_has_gone_ends_the_run(string option)
    {
        string[] names = option.Length > 0 ? [_recording] : [.. Enumerable.Range(0, 12).Select(i => At($"{i}.wav"))];
        foreach (var name in names.Where(name => name != _recording)) File.Copy(_recording, name);
        var program = Path.Combine(AppContext.BaseDirectory, "hansard.dll");
        // "$@" is written to a pipe that nobody has open.
        string[] arguments =
        [
            "-c", "{ sleep 1; \"$@\"; echo \"code $?\" >&2; } | :", "sh", "dotnet", program, "transcribe", .. names, "--threads", "1",
            .. option.Length > 0 ? [option] : Array.Empty<string>(),
        ];
        using var process = Process.Start(new ProcessStartInfo("sh", arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Contains("hansard: Standard output cannot be written to: Nobody reads it any more.", error, StringComparison.Ordinal);
        Assert.Contains("code 1\n", error, StringComparison.Ordinal);
        Assert.DoesNotContain("12 written", error, StringComparison.Ordinal);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private string Write(string name, string content)
    {
        File.WriteAllText(At(name), content);
        return At(name);
    }

    private static async Task<string> StatAsync(string path, string format) => (await RunToolAsync("stat", "-c", format, path)).Trim();

    private static async Task<string> RunToolAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {process.ExitCode}");
    }
}
