using Hansard.Engine.Recognition.Whisper.Checkpoints;

namespace Hansard.Engine.Tests.Recognition.Whisper.Checkpoints;

public sealed class ConversionCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hansard-cache-").FullName;

    public ConversionCacheTests()
    {
        Directory.CreateDirectory(Model);
        File.WriteAllText(Source, "weights");
    }

    private string Model => Path.Combine(_folder, "model");

    private string User => Path.Combine(_folder, "user");

    private string Source => Path.Combine(Model, "model.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_made_lies_beside_the_model_and_is_made_once()
    {
        var made = Cache().FindOrMake(folder => File.WriteAllText(Path.Combine(folder, "a"), ""));
        Assert.StartsWith(Path.Combine(Model, ConversionCache.FolderName), made, StringComparison.Ordinal);
        Assert.Equal(made, Cache().FindOrMake(_ => Assert.Fail("It is there.")));
        Assert.False(Directory.Exists(User));
    }

    [Fact]
    public void Where_nothing_can_be_written_beside_the_model_the_user_s_cache_is_taken()
    {
        // Permissions do not hold root back, who runs tests in containers.
        File.WriteAllText(Path.Combine(Model, ConversionCache.FolderName), "");
        var made = Cache().FindOrMake(_ => { });
        Assert.StartsWith(User, made, StringComparison.Ordinal);
        Assert.Equal(made, Cache().Find());
    }

    [Fact]
    public void Where_nothing_can_be_written_at_all_the_error_says_so()
    {
        File.WriteAllText(Path.Combine(Model, ConversionCache.FolderName), "");
        File.WriteAllText(User, "");
        var error = Assert.Throws<IOException>(() => Cache().FindOrMake(_ => { }));
        Assert.Contains("writable", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_finished_does_not_count()
    {
        Assert.Throws<InvalidOperationException>(() => Cache().FindOrMake(folder =>
        {
            File.WriteAllText(Path.Combine(folder, "a"), "");
            throw new InvalidOperationException();
        }));
        Assert.Null(Cache().Find());
        Assert.Equal([Source], Directory.EnumerateFileSystemEntries(Model));
    }

    [Fact]
    public void What_was_made_meanwhile_by_another_process_is_kept()
    {
        string? theirs = null;
        var mine = Cache().FindOrMake(_ => theirs = Cache().FindOrMake(folder => File.WriteAllText(Path.Combine(folder, "theirs"), "")));
        Assert.Equal(theirs, mine);
        Assert.True(File.Exists(Path.Combine(mine, "theirs")));
    }

    private ConversionCache Cache() => new(Model, [Source], User);
}
