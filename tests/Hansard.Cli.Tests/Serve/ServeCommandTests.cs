using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Hansard.Cli.Serve;

namespace Hansard.Cli.Tests.Serve;

[Requires("ffmpeg")]
public sealed partial class ServeCommandTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hansard-cli-test-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_new_server_prints_a_key_that_works_and_stops_on_sigterm()
    {
        using var process = HansardProcess.Start("serve", "--port", "0", "--data", _data.FullName);
        try
        {
            var welcome = await ReadUntilAsync(process, "makes more");
            var key = Key().Match(welcome).Value;
            var address = Address().Match(welcome).Groups[1].Value;
            Assert.Contains($"{address}/v1/files -F file=@recording.mp3", welcome);

            using var client = new HttpClient { BaseAddress = new Uri(address) };
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/v1/files", Cancellation)).StatusCode);
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v1/files", Cancellation)).StatusCode);

            // While the server runs.
            var created = await HansardProcess.RunAsync(
                "keys", "create", "--project", "other", "--name", "nightly", "--data", _data.FullName);
            Assert.Equal(0, created.Code);
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", created.Output.Trim());
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v1/files", Cancellation)).StatusCode);

            using var kill = HansardProcess.Signal(process, "TERM");
            await process.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task A_model_that_there_is_not_is_wrong_usage_names_those_that_there_are_and_leaves_nothing_behind()
    {
        var data = Path.Combine(_data.FullName, "new");
        var result = await HansardProcess.RunAsync("serve", "--port", "0", "--model", "nope", "--data", data);
        Assert.Equal(2, result.Code);
        Assert.Contains("There is no model 'nope'", result.Error, StringComparison.Ordinal);
        Assert.Contains("whisper-base", result.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(data));
    }

    [Fact]
    public async Task A_model_for_another_purpose_or_that_is_not_pulled_leaves_nothing_behind_either()
    {
        var data = Path.Combine(_data.FullName, "new");
        foreach (var model in (string[])["silero-vad", "whisper-small"])
        {
            var result = await HansardProcess.RunAsync("serve", "--port", "0", "--model", model, "--data", data);
            Assert.Equal(1, result.Code);
            Assert.Contains(model, result.Error, StringComparison.Ordinal);
            Assert.False(Path.Exists(data));
        }
    }

    [Fact]
    public async Task The_example_that_a_new_server_prints_works_as_it_is()
    {
        Tool.Of("curl").Require();
        using var process = HansardProcess.Start("serve", "--port", "0", "--data", _data.FullName);
        try
        {
            var welcome = await ReadUntilAsync(process, "makes more");
            var example = string.Join('\n', welcome.Split('\n')
                .SkipWhile(line => !line.StartsWith("Try it", StringComparison.Ordinal))
                .Where(line => line.StartsWith("    ", StringComparison.Ordinal)));
            File.Copy(HansardProcess.Clip("en_LJ001-0008.wav"), Path.Combine(_data.FullName, "recording.mp3"));
            var start = new ProcessStartInfo("bash", ["-c", example]) { RedirectStandardOutput = true, WorkingDirectory = _data.FullName };
            using var shell = Process.Start(start)!;
            var output = await shell.StandardOutput.ReadToEndAsync(Cancellation).WaitAsync(Patience, Cancellation);
            Assert.Contains("surpassed", output, StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            await KillAsync(process);
        }
    }

    [Fact]
    public void Every_flag_stands_beside_its_setting_in_the_documentation()
    {
        var documented = File.ReadLines(Path.Combine(HansardProcess.Repository, "docs", "configuration.md"))
            .Select(line => line.Split('|'))
            .Where(cells => cells.Length == 7)
            .Select(cells => cells[3].Trim(' ', '`'))
            .Where(flag => flag.StartsWith("--", StringComparison.Ordinal) && flag != "---");
        Assert.Equal(
            ServeCommand.Create().Options.Select(option => option.Name).Where(name => name != "--config").Order(StringComparer.Ordinal),
            documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Serving_without_keys_is_refused_on_an_address_that_others_reach()
    {
        var result = await HansardProcess.RunAsync("serve", "--no-auth", "--host", "0.0.0.0", "--port", "0", "--data", _data.FullName);
        Assert.Equal(2, result.Code);
        Assert.Contains("loopback", result.Error);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("   at ", result.Error);
    }

    [Fact]
    public async Task A_taken_port_is_one_sentence_and_costs_no_key()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var data = Path.Combine(_data.FullName, "new");
        var refused = await HansardProcess.RunAsync("serve", "--port", $"{port}", "--data", data);
        HansardProcess.MustBeOneSentence(refused, $"Port {port} of 127.0.0.1 is taken by another program");
        Assert.False(Directory.Exists(data));

        taken.Stop();
        using var process = HansardProcess.Start("serve", "--port", $"{port}", "--data", data);
        try
        {
            Assert.Matches(Key(), await ReadUntilAsync(process, "makes more"));
        }
        finally
        {
            await KillAsync(process);
        }
    }

    [Fact]
    public async Task A_connection_that_comes_while_the_server_gets_ready_is_served_when_it_is()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        using var process = HansardProcess.Start("serve", "--port", $"{port}", "--data", _data.FullName);
        try
        {
            // The first that is not refused comes before the welcome.
            using var client = new HttpClient { Timeout = Patience };
            var welcome = ReadUntilAsync(process, "makes more");
            for (var attempt = 0; ; attempt++)
            {
                try
                {
                    using var ready = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/readyz"), Cancellation);
                    Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
                    break;
                }
                catch (HttpRequestException) when (attempt < 3000)
                {
                    await Task.Delay(10, Cancellation);
                }
            }

            await welcome;
        }
        finally
        {
            await KillAsync(process);
        }
    }

    [Fact]
    public async Task An_address_of_another_machine_is_one_sentence()
    {
        var result = await HansardProcess.RunAsync("serve", "--host", "192.0.2.1", "--port", "0", "--data", _data.FullName);
        HansardProcess.MustBeOneSentence(result, "192.0.2.1 is not an address of this machine");
    }

    [Fact]
    public async Task A_damaged_database_is_one_sentence()
    {
        Assert.Equal(0, (await HansardProcess.RunAsync("keys", "create", "--data", _data.FullName)).Code);
        var database = Path.Combine(_data.FullName, "hansard.db");
        var bytes = await File.ReadAllBytesAsync(database, Cancellation);
        const int Page = 4096;
        for (var i = Page; i < bytes.Length; i++) bytes[i] = 0x5a;
        await File.WriteAllBytesAsync(database, bytes, Cancellation);
        HansardProcess.MustBeOneSentence(await HansardProcess.RunAsync("serve", "--port", "0", "--data", _data.FullName), "is damaged");
        HansardProcess.MustBeOneSentence(await HansardProcess.RunAsync("keys", "list", "--data", _data.FullName), "is damaged");

        const string Text = "this was never a database, and is long enough not to be taken for an empty one";
        await File.WriteAllTextAsync(database, Text, Cancellation);
        HansardProcess.MustBeOneSentence(await HansardProcess.RunAsync("serve", "--port", "0", "--data", _data.FullName), "is damaged");
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_not_taken_for_another_servers()
    {
        // Modes hold back everyone but root, whom only a file system does.
        Assert.SkipUnless(File.Exists("/usr/bin/unshare"), "unshare is not installed.");
        const string ReadOnly = "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$@\"";
        foreach (var folder in (string[])["files", "temporary"]) _data.CreateSubdirectory(folder);
        string[] unshare = ["-rm", "sh", "-c", ReadOnly, _data.FullName];
        using var probe = Process.Start(new ProcessStartInfo("/usr/bin/unshare", [.. unshare, "true"]) { RedirectStandardError = true })!;
        await probe.WaitForExitAsync(Cancellation);
        Assert.SkipUnless(probe.ExitCode == 0, "This user may not mount anything in a namespace of its own.");

        var program = Path.Combine(AppContext.BaseDirectory, "hansard.dll");
        string[] serve = ["dotnet", program, "serve", "--port", "0", "--data", _data.FullName];
        var start = new ProcessStartInfo("/usr/bin/unshare", [.. unshare, .. serve]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync(Cancellation).WaitAsync(Patience, Cancellation);
        await process.WaitForExitAsync(Cancellation);
        HansardProcess.MustBeOneSentence(new HansardProcess.Result(process.ExitCode, "", error), "cannot be written");
        Assert.DoesNotContain("Another server", error);
    }

    [Theory]
    [InlineData("--database postgres://USER@HOST/NAME", "--role", "worker")]
    [InlineData("is 'scribe': give any of all, api, worker", "--role", "scribe")]
    [InlineData("PGPASSWORD", "--role", "api", "--objects", "recordings", "--database", "postgres://me:secret@db/hansard")]
    [InlineData("--objects", "--role", "api", "--database", "postgres://me@db/hansard")]
    [InlineData("--cluster-port", "--cluster-port", "7000")]
    public async Task Nodes_that_are_told_too_little_say_what_to_add(string advice, params string[] flags)
    {
        var result = await HansardProcess.RunAsync(["serve", "--port", "0", "--data", _data.FullName, .. flags]);
        Assert.Equal(2, result.Code);
        Assert.Contains(advice, Assert.Single(result.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recordings_without_their_database_are_refused_kept_and_adopted_when_told()
    {
        const string Name = "0193a5b8-0000-7000-8000-0000000000ab";
        var recording = Path.Combine(_data.CreateSubdirectory("files/ab").FullName, Name);
        await File.WriteAllTextAsync(recording, "a hearing", Cancellation);
        HansardProcess.MustBeOneSentence(await HansardProcess.RunAsync("serve", "--port", "0", "--data", _data.FullName), "--adopt-data");
        HansardProcess.MustBeOneSentence(await HansardProcess.RunAsync("keys", "create", "--data", _data.FullName), "--adopt-data");

        using var process = HansardProcess.Start("serve", "--port", "0", "--data", _data.FullName, "--adopt-data");
        try
        {
            await ReadUntilAsync(process, "makes more");
            Assert.Equal("a hearing", await File.ReadAllTextAsync(recording, Cancellation));
        }
        finally
        {
            await KillAsync(process);
        }
    }

    private static async Task KillAsync(Process process)
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
    }

    private static async Task<string> ReadUntilAsync(Process process, string last)
    {
        var text = "";
        while (!text.Contains(last, StringComparison.Ordinal))
            text += await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) + "\n";
        return text;
    }

    [GeneratedRegex("hsd_[A-Za-z0-9_-]{43}")]
    private static partial Regex Key();

    [GeneratedRegex(@"listens on (http://[^,\s]+)")]
    private static partial Regex Address();
}
