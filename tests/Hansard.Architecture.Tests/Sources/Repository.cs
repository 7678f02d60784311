namespace Hansard.Architecture.Tests.Sources;

/// <summary>The working copy that the tests are run from.</summary>
internal static class Repository
{
    public static readonly string Root = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder)
        => folder is null ? throw new DirectoryNotFoundException(
            $"No folder above {AppContext.BaseDirectory} holds Hansard.slnx: run the tests from the repository.")
            : File.Exists(Path.Combine(folder.FullName, "Hansard.slnx")) ? folder.FullName : Find(folder.Parent);
}
