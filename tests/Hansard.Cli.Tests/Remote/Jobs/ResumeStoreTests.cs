using Hansard.Cli.Remote.Connection;
using Hansard.Cli.Remote.Jobs;

namespace Hansard.Cli.Tests.Remote.Jobs;

public sealed class ResumeStoreTests : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("hansard-resume-").FullName, "submissions");

    private ResumeStore Store => new(_folder, new ServerConnection(new Uri("http://127.0.0.1:1/"), "secret", ""));

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public void An_entry_is_found_again_by_the_same_submission_alone()
    {
        using (var point = Store.Open("submit", "a.wav", "{}")) point.Save(new ResumeEntry { TranscriptionId = "1" });

        using (var same = Store.Open("submit", "a.wav", "{}")) Assert.Equal("1", same.Entry.TranscriptionId);
        using (var other = Store.Open("submit", "a.wav", """{"language_hints":["en"]}""")) Assert.Null(other.Entry.TranscriptionId);
        var stranger = new ResumeStore(_folder, new ServerConnection(new Uri("http://127.0.0.1:1/"), "another", ""));
        using (var others = stranger.Open("submit", "a.wav", "{}")) Assert.Null(others.Entry.TranscriptionId);
        Assert.All(Directory.GetFiles(_folder), file => Assert.DoesNotContain("secret", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public void An_entry_belongs_to_one_until_it_is_let_go()
    {
        using (Store.Open("submit", "a.wav")) Assert.Throws<IOException>(() => Store.Open("submit", "a.wav"));
        using var free = Store.Open("submit", "a.wav");
        free.Forget();
        // The name is free, although the file that had it is still held.
        using var next = Store.Open("submit", "a.wav");
        next.Save(new ResumeEntry { FileId = "2" });
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Damaged_entries_are_none_and_old_ones_are_forgotten_unless_they_are_in_use()
    {
        using (var point = Store.Open("submit", "a.wav")) point.Save(new ResumeEntry { FileId = "1" });
        var path = Assert.Single(Directory.GetFiles(_folder));
        File.WriteAllText(path, "{\"file_id\": ");
        using (var damaged = Store.Open("submit", "a.wav")) Assert.Equal(new ResumeEntry(), damaged.Entry);

        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-31));
        using (Store.Open("submit", "a.wav")) Store.Sweep();
        Assert.Single(Directory.GetFiles(_folder));
        Store.Sweep();
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void An_upload_that_is_kept_is_taken_once()
    {
        Store.Keep(new ResumeEntry { FileId = "1" }, "kept", "a.wav");

        Assert.Equal("1", Store.Take("kept", "a.wav")?.FileId);
        Assert.Null(Store.Take("kept", "a.wav"));
        Assert.Empty(Directory.GetFiles(_folder));
    }
}
