namespace Hansard.Resilience.Input;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-input-");

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
