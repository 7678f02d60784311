using System.Diagnostics;
using Hansard.Server.Storage.Backup;

namespace Hansard.Server.Tests.Storage.Backup;

/// <summary>Backups as files: damage, interruption, and what an earlier one has already.</summary>
public sealed class DataBackupTests : IAsyncLifetime
{
    private readonly MadeBackup _backup = new();
    private string _data = "";

    public async ValueTask InitializeAsync()
    {
        var server = await TestServer.StartAsync(options => options.Database = null);
        for (var i = 0; i < 3; i++) await server.UploadAsync($"recording {i}");
        _data = await server.StopAndKeepDataAsync();
        Directory.CreateDirectory(Path.Combine(_data, "protection-keys"));
        await File.WriteAllTextAsync(Path.Combine(_data, "protection-keys", "key-1.xml"), "<key />");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_data, recursive: true);
        _backup.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task One_damaged_byte_of_any_file_is_refused_with_the_name_of_the_file_and_leaves_nothing()
    {
        await _backup.MakeAsync(_data);
        var files = Directory.GetFiles(_backup.At("backup"), "*", SearchOption.AllDirectories);
        Assert.Equal(8, files.Length);
        foreach (var file in files)
        {
            Flip(file);
            Assert.Contains(file, (await Assert.ThrowsAsync<InvalidDataException>(() => _backup.CheckAsync())).Message);
            var target = _backup.At("target");
            Assert.Contains(
                file, (await Assert.ThrowsAsync<InvalidDataException>(() => RestoreAsync(target))).Message, StringComparison.Ordinal);
            Assert.False(Directory.Exists(target));
            Directory.CreateDirectory(target);
            await Assert.ThrowsAsync<InvalidDataException>(() => RestoreAsync(target));
            Assert.Empty(Directory.GetFileSystemEntries(target));
            Directory.Delete(target);
            Flip(file);
        }

        Assert.Equal(3, (await _backup.CheckAsync()).Count);
    }

    [Fact]
    public async Task File_that_is_missing_or_a_manifest_that_ends_too_early_is_refused()
    {
        await _backup.MakeAsync(_data);
        var manifest = Path.Combine(_backup.At("backup"), "SHA256SUMS");
        var lines = await File.ReadAllLinesAsync(manifest, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(manifest, lines[..^1], TestContext.Current.CancellationToken);
        Assert.Contains(manifest, (await Assert.ThrowsAsync<InvalidDataException>(() => _backup.RestoreAsync())).Message);
        await File.WriteAllLinesAsync(manifest, lines, TestContext.Current.CancellationToken);
        var recording = Directory.GetFiles(Path.Combine(_backup.At("backup"), "files"), "*", SearchOption.AllDirectories)[0];
        File.Delete(recording);
        Assert.Contains(recording, (await Assert.ThrowsAsync<InvalidDataException>(() => _backup.RestoreAsync())).Message);
    }

    [Fact]
    public async Task Interrupted_backup_is_none_and_goes_on_when_it_is_made_again()
    {
        using var interruption = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _backup.MakeAsync(_data, told: _ => interruption.Cancel(), cancellationToken: interruption.Token));
        Assert.Contains("was not finished", (await Assert.ThrowsAsync<IOException>(() => _backup.RestoreAsync())).Message);
        var totals = await _backup.MakeAsync(_data);
        Assert.Equal((2, 1), (totals.Copied, totals.Linked));
        Assert.Equal(3, (await _backup.CheckAsync()).Count);
        Assert.Contains("is a backup already", (await Assert.ThrowsAsync<IOException>(() => _backup.MakeAsync(_data))).Message);
    }

    [Fact]
    public async Task Recordings_of_an_earlier_backup_take_no_room_again_and_those_that_are_deleted_are_in_the_earlier_one_alone()
    {
        await _backup.MakeAsync(_data, "first");
        await using (var server = await TestServer.StartAsync(options => options.Database = null, _data))
        {
            var oldest = (await server.GetAsync("/v1/files")).GetProperty("files")[2].String("id");
            using (await server.Client.DeleteAsync($"/v1/files/{oldest}")) await server.UploadAsync("later");
            await server.StopAndKeepDataAsync();
        }

        var totals = await _backup.MakeAsync(_data, "second", since: "first");
        Assert.Equal((1, 2, 0), (totals.Copied, totals.Linked, totals.Missing));
        Assert.Equal(["later", "recording 1", "recording 2"], Recordings(await _backup.RestoreAsync("second")));
        Assert.Equal(["recording 0", "recording 1", "recording 2"], Recordings(await _backup.RestoreAsync("first")));

        // One file under two names.
        var linked = Directory.GetFiles(Path.Combine(_backup.At("first"), "files"), "*", SearchOption.AllDirectories)
            .First(path => File.ReadAllText(path) == "recording 2");
        Flip(linked);
        var other = linked.Replace(_backup.At("first"), _backup.At("second"), StringComparison.Ordinal);
        Assert.Contains(other, (await Assert.ThrowsAsync<InvalidDataException>(() => _backup.CheckAsync("second"))).Message);
    }

    [Fact]
    public async Task Recording_whose_bytes_are_nowhere_is_told_and_does_not_keep_the_others_from_being_backed_up()
    {
        var lost = Directory.GetFiles(Path.Combine(_data, "files"), "*", SearchOption.AllDirectories)[0];
        File.Delete(lost);
        var missing = new List<string>();
        var totals = await _backup.MakeAsync(_data, told: step =>
        {
            if (step.Outcome is BackupOutcome.Missing) missing.Add(step.Blob);
        });
        Assert.Equal((2, 1), (totals.Count, totals.Missing));
        Assert.Equal([Path.GetFileName(lost)], missing);
        Assert.Equal((2, 1), await _backup.CheckAsync() is var check ? (check.Count, check.Missing) : default);
    }

    [Fact]
    public async Task Recording_that_has_another_size_than_was_stored_is_refused_with_its_name()
    {
        var damaged = Directory.GetFiles(Path.Combine(_data, "files"), "*", SearchOption.AllDirectories)[0];
        await File.AppendAllTextAsync(damaged, "!", TestContext.Current.CancellationToken);
        Assert.Contains(
            Path.GetFileName(damaged), (await Assert.ThrowsAsync<InvalidDataException>(() => _backup.MakeAsync(_data))).Message);
    }

    [Fact]
    public async Task Server_without_recordings_and_a_job_whose_file_was_deleted_are_backed_up()
    {
        await using var server = await TestServer.StartAsync(options => options.Database = null);
        Assert.Equal(0, (await _backup.MakeAsync(server.DataDirectory, "empty")).Count);
        Assert.Equal(0, (await _backup.CheckAsync("empty")).Count);

        var job = await server.WaitAsync(await server.TranscribeAsync("wait for me"), "processing");
        using (await server.Client.DeleteAsync($"/v1/files/{job.String("file_id")}", TestContext.Current.CancellationToken)) { }
        await server.UploadAsync("another");
        Assert.Equal(2, (await _backup.MakeAsync(server.DataDirectory, "one")).Count);
        Assert.Equal(["another", "wait for me"], Recordings(await _backup.RestoreAsync("one")));
    }

    [Fact]
    public async Task Manifest_is_one_that_sha256sum_reads_and_nobody_else_may_read_the_backup()
    {
        await _backup.MakeAsync(_data);
        var start = new ProcessStartInfo("sha256sum", ["--check", "--quiet", "SHA256SUMS"]) { WorkingDirectory = _backup.At("backup") };
        using var check = Process.Start(start)!;
        await check.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, check.ExitCode);
        if (OperatingSystem.IsWindows()) return;
        foreach (var path in Directory.GetFileSystemEntries(_backup.At("backup"), "*", SearchOption.AllDirectories))
            Assert.Equal("00", Convert.ToString((int)File.GetUnixFileMode(path), 8)[^2..]);
    }

    [Fact]
    public async Task Only_an_empty_folder_is_restored_into()
    {
        await _backup.MakeAsync(_data);
        Directory.CreateDirectory(_backup.At("target"));
        await File.WriteAllTextAsync(Path.Combine(_backup.At("target"), "a.txt"), "mine", TestContext.Current.CancellationToken);
        Assert.Contains("is not empty", (await Assert.ThrowsAsync<IOException>(() => RestoreAsync(_backup.At("target")))).Message);
        Assert.Equal(["a.txt"], Directory.GetFileSystemEntries(_backup.At("target")).Select(Path.GetFileName));
        Assert.Contains("is not empty", (await Assert.ThrowsAsync<IOException>(() => _backup.MakeAsync(_data, "target"))).Message);
        Assert.Contains(
            "is in the data directory",
            (await Assert.ThrowsAsync<IOException>(() => _backup.MakeAsync(_data, Path.Combine(_data, "backup")))).Message);
    }

    private Task<BackupTotals> RestoreAsync(string target) => new DataRestore(_backup.At("backup")).RunAsync(
        target, new Progress<BackupStep>(), TestContext.Current.CancellationToken);

    private static string[] Recordings(string data) =>
        [.. Directory.GetFiles(Path.Combine(data, "files"), "*", SearchOption.AllDirectories).Select(File.ReadAllText).Order()];

    private static void Flip(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
