using Hansard.Server.Storage;
using Hansard.Server.Storage.Backup;

namespace Hansard.Server.Tests.Storage.Backup;

/// <summary>Folders for backups and what is restored of them, and the calls that make them.</summary>
internal sealed class MadeBackup : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("hansard-test-");
    private int _restored;

    public string At(string name) => Path.Combine(_root.FullName, name);

    public Task<BackupTotals> MakeAsync(
        string data, string name = "backup", string? since = null, Action<BackupStep>? told = null,
        CancellationToken cancellationToken = default)
        => new DataBackup(DataDirectory.At(data)).RunAsync(
            At(name), since is null ? null : At(since), new Told(told), cancellationToken);

    /// <summary>Restores into a new folder.</summary>
    /// <returns>The folder.</returns>
    public async Task<string> RestoreAsync(string name = "backup")
    {
        var target = At($"restored-{_restored++}");
        await new DataRestore(At(name)).RunAsync(target, new Told(null), TestContext.Current.CancellationToken);
        return target;
    }

    public Task<BackupTotals> CheckAsync(string name = "backup")
        => new DataRestore(At(name)).CheckAsync(new Told(null), TestContext.Current.CancellationToken);

    public void Dispose() => _root.Delete(recursive: true);

    // At once, and not in another thread as Progress does.
    private sealed class Told(Action<BackupStep>? told) : IProgress<BackupStep>
    {
        public void Report(BackupStep value) => told?.Invoke(value);
    }
}
