namespace Hansard.Cli.Tests.Storage;

public sealed class StorageCommandTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-cli-test-");

    private string Data => Path.Combine(_folder.FullName, "data");

    private string Place => Path.Combine(_folder.FullName, "shared");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Data);
        Assert.Equal(0, (await HansardProcess.RunAsync("keys", "create", "--data", Data)).Code);
    }

    [Fact]
    public async Task Recordings_are_copied_counted_and_with_remove_moved()
    {
        var recording = Add("one");
        Add("two");
        var result = await MoveAsync();
        Assert.Equal($"Copied 2 recordings to {Place}; 0 were there; 0 could not be copied.\n", result.Output);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.True(File.Exists(recording));

        result = await MoveAsync("--remove");
        Assert.Equal(
            $"Copied 0 recordings to {Place}; 2 were there; 0 could not be copied.\nRemoved 2 recordings from the data directory.\n",
            result.Output);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.False(File.Exists(recording));
        var copy = Path.Combine(Place, Path.GetRelativePath(Data, recording));
        Assert.Equal("one", await File.ReadAllTextAsync(copy, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_recording_that_is_nowhere_is_named_in_a_line_and_nothing_is_removed_under_a_server_that_reads_it_there()
    {
        var missing = Add("one");
        File.Delete(missing);
        var kept = Add("two");
        var result = await MoveAsync();
        HansardProcess.MustBeOneSentence(result, $"{Path.GetFileName(missing)}: its bytes are neither in the data directory nor there");
        Assert.Contains("1 could not be copied", result.Output, StringComparison.Ordinal);

        await using (new FileStream(Path.Combine(Data, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            HansardProcess.MustBeOneSentence(await MoveAsync("--remove"), "start it with --objects");
        Assert.True(File.Exists(kept));
    }

    [Fact]
    public async Task A_place_has_to_be_named()
    {
        var result = await HansardProcess.RunAsync("storage", "move", "--data", Data);
        Assert.Equal(2, result.Code);
        Assert.Contains("Name the place with --objects", result.Error, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private Task<HansardProcess.Result> MoveAsync(params string[] more)
        => HansardProcess.RunAsync(["storage", "move", "--data", Data, "--objects", Place, .. more]);

    private string Add(string text) => StoredRecording.Add(Data, text);
}
