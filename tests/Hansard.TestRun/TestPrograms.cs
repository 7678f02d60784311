using System.Xml.Linq;

namespace Hansard.TestRun;

/// <summary>Finds the test projects of a repository.</summary>
internal static class TestPrograms
{
    /// <summary>The names of the projects in <c>tests/</c> that hold tests, in order; the others are programs that tests start.</summary>
    /// <param name="root">The folder of the repository.</param>
    public static IEnumerable<string> In(string root)
        => Directory.EnumerateDirectories(Path.Combine(root, "tests"))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj"))
            .Where(project => XDocument.Load(project).Descendants("IsTestProject").Any(property => property.Value == "true"))
            .Select(project => Path.GetFileNameWithoutExtension(project))
            .Order(StringComparer.Ordinal);
}
