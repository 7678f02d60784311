using System.Text.RegularExpressions;

namespace Hansard.Architecture.Tests.Sources;

/// <summary>
/// Holds doc comments to begin with the thing or the action that they describe: a reader who sees only the first word of a list of
/// summaries learns something.
/// </summary>
public sealed partial class SummaryTests
{
    // Folders whose summaries all keep the rule.
    private static readonly string[] Folders = ["src/Hansard.Engine", "src/Hansard.Server", "src/Hansard.Translation"];

    public static TheoryData<string> Checked => [.. Folders];

    [Theory]
    [MemberData(nameof(Checked))]
    public void No_summary_begins_with_a_question_word_or_a_pronoun(string folder)
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories).ToArray();
        Assert.NotEmpty(sources);
        Assert.Empty(sources.Order(StringComparer.Ordinal).SelectMany(source => Faults(source, File.ReadAllText(source))));
    }

    [Theory]
    [InlineData("/// <summary>What it is.</summary>")]
    [InlineData("/// <summary>\n    /// Whether it is so.\n    /// </summary>")]
    [InlineData("/// <summary> They are these.</summary>")]
    public void A_summary_that_does_is_found(string source)
        => Assert.StartsWith("Source.cs(1): <summary>", Assert.Single(Faults("Source.cs", source)), StringComparison.Ordinal);

    [Theory]
    [InlineData("/// <summary>Whatever was given.</summary>")]
    [InlineData("/// <summary>Determines what is so.</summary>")]
    [InlineData("/// <remarks>What follows is no summary.</remarks>")]
    public void Others_are_left_alone(string source) => Assert.Empty(Faults("Source.cs", source));

    private static IEnumerable<string> Faults(string path, string text)
        => Beginning().Matches(text).Select(match => $"{path}({text.AsSpan(0, match.Index).Count('\n') + 1}): {match.Value}");

    [GeneratedRegex(
        @"<summary>[\s/]*(What|Whether|Which|Who|Whom|Whose|How|Where|When|Why|It|He|She|They|This|That|These|Those|All that)\b.*")]
    private static partial Regex Beginning();
}
