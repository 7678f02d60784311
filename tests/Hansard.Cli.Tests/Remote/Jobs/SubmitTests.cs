using System.Text.Json;
using System.Text.RegularExpressions;
using static Hansard.Cli.Tests.HansardProcess;

namespace Hansard.Cli.Tests.Remote.Jobs;

[Collection(RemoteServerTests.Name)]
public sealed class SubmitTests(RemoteServer server)
{
    private const string Surpassed = "Has never been surpassed.";

    [Fact]
    public async Task One_command_uploads_transcribes_and_brings_everything_as_json()
    {
        var user = await server.NewUserAsync();

        var result = await user.RunAsync("submit", Clip("en_LJ001-0008.wav"), "--wait", "--json", "--hint", "en", "--identify-language");

        Assert.Equal((0, ""), (result.Code, result.Error));
        var line = JsonDocument.Parse(Assert.Single(result.Output.TrimEnd().Split('\n'))).RootElement;
        Assert.Equal(Clip("en_LJ001-0008.wav"), line.GetProperty("source").GetString());
        Assert.Equal("completed", line.GetProperty("transcription").GetProperty("status").GetString());
        Assert.Equal("en", line.GetProperty("transcription").GetProperty("language_hints")[0].GetString());
        Assert.Equal(Surpassed, line.GetProperty("transcript").GetProperty("text").GetString()!.Trim(), ignoreCase: true);
        Assert.Equal("en", line.GetProperty("transcript").GetProperty("tokens")[0].GetProperty("language").GetString());
        await user.MustHaveAsync(files: 1, transcriptions: 1);
        Assert.Empty(user.State);
    }

    [Fact]
    public async Task Recordings_that_fail_are_told_and_the_others_come_in_their_order()
    {
        var user = await server.NewUserAsync();
        await File.WriteAllTextAsync(Path.Combine(user.Home, "text.wav"), "No recording.", TestContext.Current.CancellationToken);
        File.Copy(Clip("en_LJ001-0008.wav"), Path.Combine(user.Home, "a.wav"));
        File.Copy(Clip("en_jfk.flac"), Path.Combine(user.Home, "b.flac"));

        var result = await user.RunAsync("submit", "b.flac", "none.wav", "text.wav", ".", "a.wav", "--wait", "--delete-after");

        Assert.Equal(1, result.Code);
        var output = result.Output.TrimEnd().Split('\n');
        Assert.Equal(["== b.flac", "== a.wav"], output.Where(line => line.StartsWith("==", StringComparison.Ordinal)));
        Assert.Equal(Surpassed, output[^1], ignoreCase: true);
        var errors = result.Error.TrimEnd().Split('\n');
        Assert.Equal(4, errors.Length);
        Assert.Contains("hansard: none.wav: There is no such file.", errors);
        Assert.Contains("hansard: .: This is a folder: name the recordings in it.", errors);
        Assert.Contains(errors, line => line.StartsWith("hansard: text.wav: The file is not a recording", StringComparison.Ordinal));
        Assert.Equal("2 done, 3 failed", errors[^1]);
        await user.MustHaveAsync(files: 1, transcriptions: 1); // The one that failed.
    }

    [Fact]
    public async Task Transcripts_go_to_files_and_over_none_that_exists()
    {
        var user = await server.NewUserAsync();
        string[] submit = ["submit", Clip("en_LJ001-0008.wav"), "--wait", "--format", "srt", "--output", "subtitles/"];

        var first = await user.RunAsync(submit);
        var second = await user.RunAsync(submit);

        Assert.Equal((0, "", ""), (first.Code, first.Output, first.Error));
        var path = Path.Combine(user.Home, "subtitles", "en_LJ001-0008.srt");
        var subtitles = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.StartsWith("1\n00:00:00,", subtitles, StringComparison.Ordinal);
        MustBeOneSentence(second, "'subtitles/en_LJ001-0008.srt' exists. --overwrite writes over it.");
        await user.MustHaveAsync(files: 1, transcriptions: 1);
    }

    [Fact]
    public async Task The_flags_of_the_vendors_examples_do_what_they_do_there()
    {
        var user = await server.NewUserAsync();
        string[] example = ["submit", "--audio_path", Clip("pt_test_pt.wav"), "--translation", "one_way", "--translate", "en"];

        var transcribed = await user.RunAsync(example);

        Assert.Equal((0, ""), (transcribed.Code, transcribed.Error));
        Assert.Matches(
            "^File ID: [0-9a-f-]{36}\nTranscription ID: [0-9a-f-]{36}\nSpeaker 1:\n\\[pt\\] .*\n\\[Translation\\] \\[en\\] ",
            transcribed.Output);
        await user.MustHaveAsync(files: 0, transcriptions: 0);

        var ids = await user.RunAsync("submit", Clip("en_LJ001-0008.wav"), Clip("en_LJ001-0001.wav"));
        Assert.Equal((0, "2 done\n"), (ids.Code, ids.Error));
        Assert.Equal(0, (await user.RunAsync(["wait", .. ids.Output.TrimEnd().Split('\n')])).Code);
        var deleted = await user.RunAsync("submit", "--delete_all_files", "--delete_all_transcriptions");
        Assert.Equal((0, "Deleted 2 transcriptions.\nDeleted 2 files.\n", ""), (deleted.Code, deleted.Output, deleted.Error));
    }

    [Fact]
    public async Task A_command_that_was_killed_goes_on_waiting_and_a_second_one_is_refused()
    {
        var user = await server.NewUserAsync();
        var busy = await user.RunAsync("submit", Clip("en_jfk.flac"), Clip("en_stereo_join.wav"));
        Assert.Equal(0, busy.Code);
        string[] submit = ["submit", Clip("en_LJ001-0008.wav"), "--wait", "--hint", "en"];
        using (var killed = user.Start(user.Environment, submit))
        {
            await user.WaitForStateAsync("transcription_id");
            var second = await user.RunAsync(submit);
            MustBeOneSentence(second, "Another hansard is submitting this");
            killed.Kill();
            await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(user.State)));
        Assert.DoesNotContain(
            user.Key, await File.ReadAllTextAsync(user.State[0], TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var result = await user.RunAsync(submit);

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal(Surpassed, result.Output.Trim(), ignoreCase: true);
        await user.MustHaveAsync(files: 3, transcriptions: 3);
        Assert.Empty(user.State);
    }

    [Fact]
    public async Task An_interrupt_says_that_the_server_goes_on()
    {
        var user = await server.NewUserAsync();
        Assert.Equal(0, (await user.RunAsync("submit", Clip("en_jfk.flac"))).Code);
        using var process = user.Start(user.Environment, "submit", Clip("en_stereo_join.wav"), "--wait");
        await user.WaitForStateAsync("transcription_id");
        using var signal = Signal(process, "INT");
        var result = await ResultOfAsync(process);

        Assert.Equal(
            (130, "", "hansard: interrupted. The server goes on with it; the same command goes on where it was.\n"),
            (result.Code, result.Output, result.Error));
    }

    [Fact]
    public async Task A_server_that_is_stopped_and_started_in_between_costs_nothing_but_time()
    {
        var user = await server.NewUserAsync();
        using var process = user.Start(user.Environment, "submit", Clip("en_jfk.flac"), Clip("en_LJ001-0008.wav"), "--wait");
        var errors = new List<string>();
        var told = new TaskCompletionSource();
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null) return;
            lock (errors) errors.Add(line.Data);
            if (line.Data.Contains("Trying again", StringComparison.Ordinal)) told.TrySetResult();
        };
        process.BeginErrorReadLine();
        await user.WaitForStateAsync("transcription_id");
        await server.StopAsync();
        await told.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        await server.StartAsync();
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        Assert.Contains("country", output, StringComparison.Ordinal);
        Assert.EndsWith(Surpassed, output.Trim(), StringComparison.OrdinalIgnoreCase);
        var address = Regex.Escape(server.Address.OriginalString);
        // A server that goes refuses, resets or breaks off the connection, as the moment has it.
        Assert.Collection(
            errors,
            line => Assert.Matches($"^hansard: {address} cannot be reached: .* Trying again …$", line),
            line => Assert.Matches($"^hansard: {address} answers again\\.$", line),
            line => Assert.Equal("2 done", line));
        await user.MustHaveAsync(files: 2, transcriptions: 2);
    }

    [Fact]
    public async Task An_upload_that_breaks_off_begins_again_and_what_arrived_without_an_answer_is_found()
    {
        var user = await server.NewUserAsync();
        var (uploads, creations) = (0, 0);
        await using var proxy = await Intermediary.StartAsync(user.Server, async (context, forward) =>
        {
            var (method, path) = (context.Request.Method, context.Request.Path.Value);
            var upload = method == "POST" && path == "/v1/files" ? uploads++ : -1;
            if (upload == 0)
            {
                context.Response.StatusCode = 429;
                context.Response.Headers.RetryAfter = "1";
            }
            else if (upload == 1)
            {
                await context.Request.Body.ReadExactlyAsync(new byte[1000], context.RequestAborted);
                context.Abort();
            }
            else if (upload > 1 || (method == "POST" && path == "/v1/transcriptions" && creations++ == 0))
            {
                context.Response.Body = Stream.Null;
                await forward();
                context.Abort();
            }
            else
            {
                await forward();
            }
        });

        var through = new Dictionary<string, string>(user.Environment) { ["HANSARD_URL"] = proxy.Address.OriginalString };
        var result = await user.RunAsync(through, "", "submit", Clip("en_LJ001-0008.wav"), "--wait");

        Assert.Equal(0, result.Code);
        Assert.Equal(Surpassed, result.Output.Trim(), ignoreCase: true);
        Assert.Equal((3, 1), (uploads, creations));
        await user.MustHaveAsync(files: 1, transcriptions: 1);
    }

    [Fact]
    public async Task A_request_that_is_refused_does_not_cost_the_upload()
    {
        var user = await server.NewUserAsync();

        var refused = await user.RunAsync("submit", Clip("en_LJ001-0008.wav"), "--model", "no-such-model");
        var accepted = await user.RunAsync("submit", Clip("en_LJ001-0008.wav"));

        MustBeOneSentence(refused, "no-such-model");
        Assert.Equal((0, ""), (accepted.Code, accepted.Error));
        await user.MustHaveAsync(files: 1, transcriptions: 1);
        Assert.Empty(user.State);
    }

    [Fact]
    public async Task A_wait_ends_at_its_time_and_the_same_command_goes_on()
    {
        var user = await server.NewUserAsync();
        Assert.Equal(0, (await user.RunAsync("submit", Clip("en_jfk.flac"), Clip("en_stereo_join.wav"))).Code);
        string[] submit = ["submit", Clip("en_LJ001-0008.wav"), "--wait"];

        // Whether the upload has begun by then or not.
        var late = await user.RunAsync([.. submit, "--timeout", "0.1s"]);
        var result = await user.RunAsync(submit);

        MustBeOneSentence(late, "not done within the time of --timeout.");
        Assert.Equal((0, ""), (result.Code, result.Error));
        await user.MustHaveAsync(files: 3, transcriptions: 3);
    }

    [Fact]
    public async Task A_file_that_grows_while_it_is_uploaded_is_told()
    {
        var user = await server.NewUserAsync();
        var path = Path.Combine(user.Home, "growing.wav");
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(64 << 20);
        await using var proxy = await Intermediary.StartAsync(user.Server, async (context, forward) =>
        {
            if (context.Request.Method == "POST")
            {
                await context.Request.Body.ReadExactlyAsync(new byte[1000], context.RequestAborted);
                file.SetLength(65 << 20);
                await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
                return;
            }
            await forward();
        });

        var through = new Dictionary<string, string>(user.Environment) { ["HANSARD_URL"] = proxy.Address.OriginalString };
        var result = await user.RunAsync(through, "", "upload", path);

        MustBeOneSentence(result, "The file changed while it was read");
        await user.MustHaveAsync(files: 0, transcriptions: 0);
    }
}
