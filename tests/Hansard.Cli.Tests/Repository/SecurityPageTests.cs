using System.Text.RegularExpressions;

namespace Hansard.Cli.Tests.Repository;

/// <summary>
/// docs/security.md and docs/reliability.md name the test that holds each promise: a test that is renamed or removed has to be followed
/// there.
/// </summary>
public sealed partial class SecurityPageTests
{
    [Theory]
    [InlineData("security.md", 100)]
    [InlineData("reliability.md", 20)]
    public void Every_test_that_the_page_names_exists(string name, int fewest)
    {
        var page = File.ReadAllText(Path.Combine(HansardProcess.Repository, "docs", name));
        var sources = string.Join('\n', Directory
            .EnumerateFiles(Path.Combine(HansardProcess.Repository, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText));
        var known = Word().Matches(sources).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        string[] named = [.. Name().Matches(page).SelectMany(m => m.Groups[1].Value.Split('.')).Distinct()];
        Assert.True(named.Length > fewest, $"only {named.Length} names were found");
        Assert.All(named, one => Assert.Contains(one, known));
    }

    // "The_tracer_sees_…" is an abbreviation.
    [GeneratedRegex(@"`((?:[A-Z][A-Za-z]*Tests)(?:\.[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+)?|[A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+){2,})`")]
    private static partial Regex Name();

    [GeneratedRegex(@"\b[A-Za-z][A-Za-z0-9_]*\b")]
    private static partial Regex Word();
}
