using System.Text.Json;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Objects;
using Hansard.Server.Tests.Files;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Storage.S3;

/// <summary>Recordings go from the data directory to a bucket while they are served.</summary>
[Collection(S3Tests.Name)]
public sealed class RecordingMoveTests(S3Server bucket) : IAsyncLifetime
{
    private readonly string _prefix = $"move-{Guid.NewGuid():N}";
    private readonly List<JsonElement> _files = [];
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        var before = await TestServer.StartAsync();
        foreach (var text in (string[])["one", "two", "three"]) _files.Add(await before.UploadAsync(text));
        var data = await before.StopAndKeepDataAsync();
        _server = await TestServer.StartAsync(options => bucket.Configure(options, _prefix), data);
    }

    [Fact]
    public async Task All_are_copied_once_served_throughout_and_removed_where_they_were_only_when_that_is_asked_for()
    {
        var steps = new Steps();
        var totals = await Move().CopyAsync(steps, TestContext.Current.CancellationToken);
        Assert.Equal((3, 0, 0), (totals.Copied, totals.WasThere, totals.Failed));
        Assert.Equal([1, 2, 3], steps.Numbers);
        Assert.Equal(3, FilesTests.StoredFiles(_server).Length);
        Assert.Equal(["one", "three", "two"], bucket.Stored(_prefix).Select(File.ReadAllText).Order());
        await MustBeServedAsync();

        totals = await Move().CopyAsync(steps, TestContext.Current.CancellationToken);
        Assert.Equal((0, 3, 0), (totals.Copied, totals.WasThere, totals.Failed));

        // A job that has begun reads on.
        await using (var read = await _server.Host.Services.GetRequiredService<IObjectStore>()
            .OpenAsync(Path.GetFileName(FilesTests.StoredFiles(_server)[0]), TestContext.Current.CancellationToken))
        {
            Assert.Equal(3, await Move().RemoveAsync(steps, TestContext.Current.CancellationToken));
            Assert.True(File.Exists(read!.Path));
        }

        Assert.Empty(FilesTests.StoredFiles(_server));
        await MustBeServedAsync();
    }

    [Fact]
    public async Task A_copy_that_is_damaged_is_noticed_and_the_original_stays()
    {
        await Move().CopyAsync(new Steps(), TestContext.Current.CancellationToken);
        var damaged = bucket.Stored(_prefix)[0];
        var text = await File.ReadAllTextAsync(damaged, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(damaged, text + " more", TestContext.Current.CancellationToken);
        var steps = new Steps();
        Assert.Equal(2, await Move().RemoveAsync(steps, TestContext.Current.CancellationToken));
        Assert.Equal("its copy is another, and it stays", Assert.Single(steps.Faults));
        Assert.Equal(text, await File.ReadAllTextAsync(Assert.Single(FilesTests.StoredFiles(_server))));

        Assert.Equal(1, (await Move().CopyAsync(steps, TestContext.Current.CancellationToken)).Copied);
        Assert.Equal(text, await File.ReadAllTextAsync(damaged, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_deleted_goes_from_both_and_what_is_missing_is_named()
    {
        await Move().CopyAsync(new Steps(), TestContext.Current.CancellationToken);
        (await _server.Client.DeleteAsync($"/v1/files/{_files[0].String("id")}")).Dispose();
        Assert.Equal(2, FilesTests.StoredFiles(_server).Length);
        Assert.Equal(2, bucket.Stored(_prefix).Count);

        var lost = FilesTests.StoredFiles(_server)[0];
        File.Delete(lost);
        File.Delete(bucket.Stored(_prefix).Single(path => path.Contains(Path.GetFileName(lost), StringComparison.Ordinal)));
        var steps = new Steps();
        Assert.Equal(0, (await Move().CopyAsync(steps, TestContext.Current.CancellationToken)).Copied);
        Assert.Equal("its bytes are neither in the data directory nor there", Assert.Single(steps.Faults));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private RecordingMove Move() => ActivatorUtilities.CreateInstance<RecordingMove>(_server.Host.Services);

    private async Task MustBeServedAsync()
    {
        var texts = new List<string>();
        foreach (var file in _files) texts.Add(await _server.Client.GetStringAsync($"/v1/files/{file.String("id")}/content"));
        Assert.Equal(["one", "two", "three"], texts);
    }

    private sealed class Steps : IProgress<MoveStep>
    {
        public List<int> Numbers { get; } = [];

        public List<string> Faults { get; } = [];

        public void Report(MoveStep value)
        {
            Numbers.Add(value.Number);
            if (value.Fault is { } fault) Faults.Add(fault);
        }
    }
}
