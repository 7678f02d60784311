using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using static Hansard.Cli.Tests.HansardProcess;

namespace Hansard.Cli.Tests.Remote.Jobs;

/// <summary>Recordings that other programs send through standard input to the commands that ask a server.</summary>
[Collection(RemoteServerTests.Name)]
[UnsupportedOSPlatform("windows")]
public sealed class PipeTests(RemoteServer server)
{
    private const string Surpassed = "Has never been surpassed.";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_comes_through_standard_input_is_transcribed_as_a_file_is()
    {
        var user = await server.NewUserAsync();

        var result = await ShellAsync(user, $"cat '{Clip("en_LJ001-0008.wav")}' | hansard submit - --filename call.wav --wait --json");

        Assert.Equal((0, ""), (result.Code, result.Error));
        var line = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal("-", line.GetProperty("source").GetString());
        Assert.Equal("call.wav", line.GetProperty("transcription").GetProperty("filename").GetString());
        Assert.Equal(Surpassed, line.GetProperty("transcript").GetProperty("text").GetString()!.Trim(), ignoreCase: true);
        var (_, _, size) = Facts(Assert.Single(await user.ListAsync("files")));
        Assert.Equal(new FileInfo(Clip("en_LJ001-0008.wav")).Length, size);
        Assert.Empty(user.State);
        MustHaveNoTemporaryFiles(user);
    }

    [Fact]
    public async Task Transcripts_of_pipes_go_to_files_called_after_them_and_nothing_stays_on_the_server_that_is_not_wanted()
    {
        var user = await server.NewUserAsync();
        var wait = "--wait --delete-after --overwrite -o out/";

        var standard = await ShellAsync(user, $"hansard submit - {wait} < '{Clip("en_LJ001-0008.wav")}'");
        var fifo = await ShellAsync(
            user, $"mkfifo call.wav && (cat '{Clip("en_LJ001-0008.wav")}' > call.wav & hansard submit call.wav {wait})");

        Assert.Equal((0, "", 0, ""), (standard.Code, standard.Error, fifo.Code, fifo.Error));
        Assert.Equal(
            ["call.txt", "stdin.txt"],
            Directory.GetFiles(Path.Combine(user.Home, "out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        await user.MustHaveAsync(files: 0, transcriptions: 0);
    }

    [Fact]
    public async Task A_long_pipe_is_uploaded_with_little_memory_and_again_where_the_upload_breaks_off()
    {
        var user = await server.NewUserAsync();
        var uploads = 0;
        await using var proxy = await Intermediary.StartAsync(user.Server, async (context, forward) =>
        {
            if (context.Request.Method == "POST" && uploads++ == 0)
            {
                await context.Request.Body.ReadExactlyAsync(new byte[1 << 20], context.RequestAborted);
                context.Abort();
                return;
            }
            await forward();
        });

        // 64 MB for the heap, in hexadecimal.
        var result = await ShellAsync(
            user, "head -c 100000000 /dev/zero | DOTNET_GCHeapHardLimit=4000000 hansard upload -", proxy.Address);

        Assert.Equal(0, result.Code);
        Assert.Equal(2, uploads);
        var file = Assert.Single(await user.ListAsync("files"));
        Assert.Equal((result.Output.Trim(), "stdin", 100_000_000), Facts(file));
        MustHaveNoTemporaryFiles(user);
    }

    [Fact]
    public async Task A_pipe_that_is_interrupted_has_to_be_sent_again_and_leaves_nothing_behind()
    {
        var user = await server.NewUserAsync();
        using var interrupted = Start(user, "exec dotnet \"$program\" submit -", user.Server);
        await interrupted.StandardInput.WriteAsync("half of it");
        await interrupted.StandardInput.FlushAsync(Cancellation);
        await WaitForSpoolAsync(interrupted);
        using (var signal = Signal(interrupted, "INT")) await signal.WaitForExitAsync(Cancellation);
        await interrupted.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromMinutes(1), Cancellation);

        Assert.Equal(
            (130, "hansard: interrupted.\nhansard: standard input: The recording has to be sent again.\n"),
            (interrupted.ExitCode, await interrupted.StandardError.ReadToEndAsync(Cancellation)));
        MustHaveNoTemporaryFiles(user);

        using var killed = Start(user, "exec dotnet \"$program\" upload -", user.Server);
        await killed.StandardInput.WriteAsync("half of it");
        await killed.StandardInput.FlushAsync(Cancellation);
        await WaitForSpoolAsync(killed);
        killed.Kill();
        await killed.WaitForExitAsync(Cancellation);

        MustHaveNoTemporaryFiles(user);
        Assert.Empty(user.State);
        await user.MustHaveAsync(files: 0, transcriptions: 0);
    }

    [Fact]
    public async Task A_request_that_is_refused_says_where_the_recording_is()
    {
        var user = await server.NewUserAsync();

        var refused = await ShellAsync(user, $"hansard submit - --model no-such-model < '{Clip("en_LJ001-0008.wav")}'");

        MustBeOneSentence(refused, "no-such-model");
        var id = Assert.Single(await user.ListAsync("files")).GetProperty("id").GetString()!;
        Assert.EndsWith($" The recording is on the server: submit {id} instead.\n", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await user.RunAsync("submit", id, "--wait")).Code);
    }

    [Theory]
    [InlineData("upload - < /dev/null", "standard input: The recording is empty: nothing came through.")]
    [InlineData("submit - --model any --api-key-file wrong < /dev/zero", "does not know the API key")]
    public async Task What_cannot_be_is_told_before_much_is_read(string line, string part)
    {
        var user = await server.NewUserAsync();
        await File.WriteAllTextAsync(Path.Combine(user.Home, "wrong"), "hsd_wrong", Cancellation);

        var result = await ShellAsync(user, $"hansard {line}");

        Assert.Equal(1, result.Code);
        Assert.Contains(part, result.Error, StringComparison.Ordinal);
        MustHaveNoTemporaryFiles(user);
    }

    [Theory]
    [InlineData(
        "upload a.wav --filename b.wav",
        "--filename names what comes through standard input: it goes with one '-', and files have names.")]
    [InlineData("submit - --filename a/b.wav < /dev/null", "--filename takes the name of a file without folders, of up to 255 characters.")]
    [InlineData("submit - /dev/stdin < /dev/null", "Standard input can be read only once, and is named several times.")]
    public async Task Pipes_that_make_no_sense_are_refused(string line, string message)
    {
        var user = await server.NewUserAsync();

        var result = await ShellAsync(user, $"hansard {line}");

        Assert.Equal((2, $"hansard: {message}\n"), (result.Code, result.Error));
    }

    private static (string Id, string Name, long Size) Facts(JsonElement file)
        => (file.GetProperty("id").GetString()!, file.GetProperty("filename").GetString()!, file.GetProperty("size").GetInt64());

    private static void MustHaveNoTemporaryFiles(RemoteUser user) => Assert.Empty(Directory.GetFiles(user.Home, "hansard-*"));

    // The file of the spool has no name: it shows among the descriptors of the process.
    private static async Task WaitForSpoolAsync(Process process)
    {
        bool IsThere() => Directory.GetFiles($"/proc/{process.Id}/fd")
            .Any(link => new FileInfo(link).LinkTarget is { } target && target.EndsWith(".upload (deleted)", StringComparison.Ordinal));
        for (var watch = Stopwatch.StartNew(); !IsThere(); await Task.Delay(50, Cancellation))
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), "Nothing is kept of what comes through standard input.");
    }

    private static async Task<Result> ShellAsync(RemoteUser user, string line, Uri? address = null)
        => await ResultOfAsync(Start(user, $"hansard() {{ dotnet \"$program\" \"$@\"; }}; {line}", address ?? user.Server));

    private static Process Start(RemoteUser user, string line, Uri address)
    {
        var start = new ProcessStartInfo("bash", ["-c", line])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = user.Home,
        };
        foreach (var (name, value) in user.Environment) start.Environment[name] = value;
        start.Environment["program"] = Path.Combine(AppContext.BaseDirectory, "hansard.dll");
        (start.Environment["TMPDIR"], start.Environment["HANSARD_URL"]) = (user.Home, address.OriginalString);
        return Process.Start(start)!;
    }
}
