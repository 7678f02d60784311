using System.Diagnostics;

namespace Hansard.Cli.Tests.Storage;

public sealed class BackupCommandTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-cli-test-");

    private string Data => At("data");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Data);
        Assert.Equal(0, (await HansardProcess.RunAsync("keys", "create", "--name", "kept", "--data", Data)).Code);
    }

    [Fact]
    public async Task Backup_is_restored_with_its_keys_and_a_second_one_takes_from_the_first()
    {
        Add("one");
        Add("two");
        var first = await HansardProcess.RunAsync("backup", At("first"), "--data", Data);
        Assert.Equal((0, ""), (first.Code, first.Error));
        Assert.Equal($"Backed up 2 recordings (6 B) to {At("first")}; 0 of them were there.\n", first.Output);
        var second = await HansardProcess.RunAsync("backup", At("second"), "--data", Data, "--since", At("first"));
        Assert.Equal($"Backed up 2 recordings (6 B) to {At("second")}; 2 of them were there.\n", second.Output);

        var restored = await HansardProcess.RunAsync("restore", At("second"), "--data", At("restored"));
        Assert.Equal((0, ""), (restored.Code, restored.Error));
        Assert.Contains("kept", (await HansardProcess.RunAsync("keys", "list", "--data", At("restored"))).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recording_that_is_nowhere_is_named_and_makes_the_call_fail_beside_a_backup_of_the_others()
    {
        var lost = Add("one");
        File.Delete(lost);
        Add("two");
        var result = await HansardProcess.RunAsync("backup", At("first"), "--data", Data);
        HansardProcess.MustBeOneSentence(
            result, $"{Path.GetFileName(lost)}: its bytes are not in the data directory, and not in the backup.");
        var restored = await HansardProcess.RunAsync("restore", At("first"), "--check");
        Assert.Contains("1 recordings (3 B), without 1 that were missing when it was made", restored.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Full_disk_leaves_nothing_that_looks_whole()
    {
        Assert.SkipUnless(await CanMountAsync(), "This user may not mount anything in a namespace of its own.");
        Add(new string('x', 3 << 20));
        Directory.CreateDirectory(At("disk"));
        var start = new ProcessStartInfo(
            "unshare",
            [
                "-rm", "sh", "-c",
                "mount -t tmpfs -o size=2m tmpfs \"$0\" && \"$@\"; echo \"$?\"; ls \"$0/backup\"; "
                    + "\"$1\" \"$2\" restore \"$0/backup\" --check",
                At("disk"), HansardProcess.Dotnet(), Path.Combine(AppContext.BaseDirectory, "hansard.dll"), "backup", At("disk/backup"),
                "--data", Data,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        var result = await HansardProcess.ResultOfAsync(Process.Start(start)!);
        Assert.StartsWith("1\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("SHA256SUMS\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("No space left on device", result.Error, StringComparison.Ordinal);
        Assert.Contains("was not finished, and cannot be used: make it again.", result.Error, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private static async Task<bool> CanMountAsync()
    {
        if (!File.Exists("/usr/bin/unshare")) return false;
        var start = new ProcessStartInfo("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/tmp"]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0;
    }

    private string Add(string text) => StoredRecording.Add(Data, text);
}
