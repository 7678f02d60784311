using System.Diagnostics;
using System.Runtime.Versioning;
using Hansard.Engine.Temporary;

namespace Hansard.Engine.Tests.Temporary;

public sealed class TemporaryFileTests : IDisposable
{
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly List<string> _left = [];

    public void Dispose()
    {
        foreach (var path in _left) File.Delete(path);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Nobody_else_can_read_a_file_from_its_first_byte_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Folders of temporary files are the user's own there.");
        using var file = TemporaryFile.Create("test");
        using var nameless = TemporaryFile.CreateNameless("test");

        Assert.Equal(OwnersAlone, File.GetUnixFileMode(file.Path));
        Assert.Equal(OwnersAlone, File.GetUnixFileMode(nameless.Content.SafeFileHandle));
    }

    [Fact]
    public void A_file_is_gone_with_its_object_and_a_nameless_one_at_once()
    {
        string path;
        using (var file = TemporaryFile.Create("test")) path = file.Path;
        Assert.False(File.Exists(path));

        using var nameless = TemporaryFile.CreateNameless("test");
        Assert.Equal(OperatingSystem.IsWindows(), File.Exists(nameless.Path));
    }

    [Fact]
    public async Task What_a_killed_process_left_is_swept()
    {
        var left = Leave($"hansard-{await DeadProcessAsync()}-{Guid.NewGuid():N}.recording");

        TemporaryFile.SweepAbandoned();

        Assert.False(File.Exists(left));
    }

    [Fact]
    public void What_a_process_left_whose_number_another_has_now_is_swept()
    {
        var left = Leave($"hansard-{Environment.ProcessId}-{Guid.NewGuid():N}.test");
        File.SetLastWriteTime(left, DateTime.Now.AddDays(-1));

        TemporaryFile.SweepAbandoned();

        Assert.False(File.Exists(left));
    }

    [Fact]
    public void What_is_in_use_is_not_swept()
    {
        using var file = TemporaryFile.Create("test");

        TemporaryFile.SweepAbandoned();

        Assert.True(File.Exists(file.Path));
    }

    [Fact]
    public async Task What_a_process_of_another_container_has_open_is_not_swept_though_no_process_has_its_number_here()
    {
        var path = Path.Combine(Path.GetTempPath(), $"hansard-{await DeadProcessAsync()}-{Guid.NewGuid():N}.recording");
        using var elsewhere = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);
        _left.Add(path);

        TemporaryFile.SweepAbandoned();

        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task What_has_another_name_or_leads_elsewhere_is_not_swept()
    {
        var dead = await DeadProcessAsync();
        Leave($"hansard-{dead}-notes.recording");
        var theirs = Leave($"dotnet-diagnostic-{dead}-1-socket");
        var link = Path.Combine(Path.GetTempPath(), $"hansard-{dead}-{Guid.NewGuid():N}.recording");
        File.CreateSymbolicLink(link, theirs);
        _left.Add(link);

        TemporaryFile.SweepAbandoned();

        Assert.Equal(_left, _left.Where(File.Exists));
    }

    private string Leave(string name)
    {
        var path = Path.Combine(Path.GetTempPath(), name);
        File.WriteAllText(path, "left");
        _left.Add(path);
        return path;
    }

    /// <summary>Number of a process that has been, which the system does not give to another for a long time.</summary>
    private static async Task<int> DeadProcessAsync()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.Id;
    }
}
