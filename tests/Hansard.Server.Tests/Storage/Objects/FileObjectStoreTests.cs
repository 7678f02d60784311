using Hansard.Server.Storage;
using Hansard.Server.Storage.Objects;

namespace Hansard.Server.Tests.Storage.Objects;

public sealed class FileObjectStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-objects-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_removed_before_it_is_in_its_place_or_after_is_gone(bool isPublished)
    {
        var directory = DataDirectory.Create(_folder.FullName);
        var before = Files();
        var store = new FileObjectStore(directory);
        var stored = await store.PutAsync(new MemoryStream([1, 2, 3]), 10, TestContext.Current.CancellationToken);
        if (isPublished) await store.PublishAsync(stored!.Name);

        Assert.True(await store.RemoveAsync(stored!.Name));

        Assert.Equal(before, Files());
        Assert.False(await store.RemoveAsync(stored.Name));
        await Assert.ThrowsAnyAsync<IOException>(() => store.PublishAsync(stored.Name));
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task A_recording_whose_place_cannot_be_written_is_stored_all_the_same_and_put_there_as_soon_as_it_can()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var store = new FileObjectStore(DataDirectory.Create(_folder.FullName));
        var stored = await store.PutAsync(new MemoryStream([1, 2, 3]), 10, cancellation);

        // Modes do not keep root from writing; a file in the place of the folder does.
        var place = store.PathOf(stored!.Name);
        await File.WriteAllTextAsync(Path.GetDirectoryName(place)!, "", cancellation);
        await store.PublishAsync(stored.Name);

        await using (var stream = await store.OpenStreamAsync(stored.Name, cancellation)) Assert.Equal(3, stream!.Length);
        await Assert.ThrowsAsync<ObjectsUnavailableException>(() => store.OpenAsync(stored.Name, cancellation));
        await Assert.ThrowsAsync<ObjectsUnavailableException>(store.ProbeAsync);
        await Assert.ThrowsAsync<ObjectsUnavailableException>(() => store.PutAsync(new MemoryStream([4]), 10, cancellation));

        File.Delete(Path.GetDirectoryName(place)!);
        await store.ProbeAsync();
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(place, cancellation));
        Assert.NotNull(await store.OpenAsync(stored.Name, cancellation));
    }

    private string[] Files() => Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories);
}
