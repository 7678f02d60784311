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

    private string[] Files() => Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories);
}
