using System.Text.RegularExpressions;
using Hansard.Cli.Transcribe;

namespace Hansard.Cli.Tests.Repository;

public sealed partial class DocumentationTests
{
    private static readonly string Root = HansardProcess.Repository;

    public static TheoryData<string> Documents
        => [.. new[] { Root, Path.Combine(Root, "docs"), Path.Combine(Root, "docs", "guides") }
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.md"))
            .Select(path => Path.GetRelativePath(Root, path))
            .Order()];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_within_the_repository_leads_to_something(string document)
    {
        var path = Path.Combine(Root, document);
        foreach (Match link in Link().Matches(File.ReadAllText(path)))
        {
            var target = link.Groups["path"].Length == 0 ? path : Path.GetFullPath(link.Groups["path"].Value, Path.GetDirectoryName(path)!);
            Assert.True(Path.Exists(target), $"{document} links to {link.Value}, which is not there.");
            var heading = link.Groups["heading"].Value;
            if (heading.Length > 0) Assert.Contains(heading, Headings(File.ReadAllText(target)));
        }
    }

    [Fact]
    public void The_README_fits_on_two_screens() => Assert.InRange(File.ReadAllLines(Path.Combine(Root, "README.md")).Length, 1, 100);

    [Fact]
    public void The_version_has_its_entry_in_the_changelog()
    {
        var version = Version().Match(File.ReadAllText(Path.Combine(Root, "Directory.Build.props"))).Groups[1].Value;

        Assert.Contains($"\n## {version} ", File.ReadAllText(Path.Combine(Root, "CHANGELOG.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_of_transcribe_has_its_place()
    {
        var text = File.ReadAllText(Path.Combine(Root, "docs", "transcribing.md"));

        Assert.All(TranscribeCommand.Create().Options, option => Assert.Contains($"`{option.Name}", text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_figures_of_the_benchmarks_have_their_place()
    {
        var text = File.ReadAllText(Path.Combine(Root, "docs", "benchmarks.md"));

        var begin = text.IndexOf("<!-- bench:begin -->", StringComparison.Ordinal);
        Assert.True(begin >= 0 && text.IndexOf("<!-- bench:end -->", StringComparison.Ordinal) > begin);
    }

    // As GitHub makes anchors: lower case, words joined by dashes, other signs left out.
    private static IEnumerable<string> Headings(string text)
        => Heading().Matches(text).Select(match => Sign().Replace(match.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?<path>[^)#:\s]*)(?:#(?<heading>[^)]*))?\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Sign();

    [GeneratedRegex("<Version>(.*)</Version>")]
    private static partial Regex Version();
}
