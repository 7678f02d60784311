using System.Runtime.Versioning;
using Hansard.Engine.Temporary;

namespace Hansard.Engine.Tests.Temporary;

public sealed class PendingFileTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-pending-");

    private string Place => Path.Combine(_folder.FullName, new string('n', 255));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_is_not_there_before_all_of_it_is()
    {
        using (var pending = PendingFile.Create(Place))
        {
            pending.Content.Write("half"u8);
            Assert.Equal([pending.PartPath], Directory.GetFiles(_folder.FullName));
            pending.Content.Write(" and half"u8);
            pending.Commit(overwrite: false);
        }

        Assert.Equal([Place], Directory.GetFiles(_folder.FullName));
        Assert.Equal("half and half", File.ReadAllText(Place));
    }

    [Fact]
    public void What_is_given_up_leaves_the_former_file_and_nothing_else()
    {
        File.WriteAllText(Place, "former");

        using (var pending = PendingFile.Create(Place)) pending.Content.Write("half"u8);

        Assert.Equal([Place], Directory.GetFiles(_folder.FullName));
        Assert.Equal("former", File.ReadAllText(Place));
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_only_where_it_may_be()
    {
        File.WriteAllText(Place, "former");

        Assert.Throws<IOException>(() => PendingFile.Write(Place, "new"u8, overwrite: false));
        Assert.Equal("former", File.ReadAllText(Place));
        PendingFile.Write(Place, "new"u8, overwrite: true);

        Assert.Equal("new", File.ReadAllText(Place));
        Assert.Equal([Place], Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void What_is_kept_stays_where_it_is()
    {
        string part;
        using (var pending = PendingFile.Create(Place))
        {
            pending.Content.Write("all"u8);
            pending.Keep();
            part = pending.PartPath;
        }

        Assert.Equal("all", File.ReadAllText(part));
    }

    [Fact]
    public void A_part_may_wait_in_another_folder()
    {
        var parts = _folder.CreateSubdirectory("parts").FullName;
        using var pending = PendingFile.Create(Place, folder: parts);

        Assert.Equal([pending.PartPath], Directory.GetFiles(parts));
        pending.Commit(overwrite: false);

        Assert.Empty(Directory.GetFiles(parts));
        Assert.True(File.Exists(Place));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_private_file_is_so_from_its_first_byte_on()
    {
        using var pending = PendingFile.Create(Place, Private);
        Assert.Equal(Private, File.GetUnixFileMode(pending.PartPath));

        pending.Commit(overwrite: false);

        Assert.Equal(Private, File.GetUnixFileMode(Place));
    }
}
