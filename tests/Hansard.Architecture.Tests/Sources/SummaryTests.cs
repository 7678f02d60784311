using System.Text.RegularExpressions;

namespace Hansard.Architecture.Tests.Sources;

/// <summary>
/// Holds doc comments to begin with the thing or the action that they describe: a reader who sees only the first word of a list of
/// summaries learns something.
/// </summary>
public sealed partial class SummaryTests
{
    // Folders whose parameters all keep the rule as well.
    private static readonly string[] WithParameters =
    [
        "bench",
        "src/Hansard.Cli",
        "tests/Hansard.Bench.Tests",
        "tests/Hansard.Cli.Tests",
        "tests/Hansard.Conformance",
        "tests/Hansard.TestRun",
    ];

    // Folders whose summaries all keep the rule.
    private static readonly string[] Folders = [.. WithParameters, "src/Hansard.Engine", "src/Hansard.Server", "src/Hansard.Translation"];

    public static TheoryData<string> Checked => [.. Folders];

    public static TheoryData<string> CheckedWithParameters => [.. WithParameters];

    [Theory]
    [MemberData(nameof(Checked))]
    public void No_summary_begins_with_a_question_word_or_a_pronoun(string folder) => Assert.Empty(Faults(folder, Summary()));

    [Theory]
    [MemberData(nameof(CheckedWithParameters))]
    public void No_parameter_is_described_as_whether_something_is_so(string folder) => Assert.Empty(Faults(folder, Parameter()));

    [Theory]
    [InlineData("/// <summary>What it is.</summary>")]
    [InlineData("/// <summary>\n    /// Whether it is so.\n    /// </summary>")]
    [InlineData("/// <summary> They are these.</summary>")]
    public void A_summary_that_does_is_found(string source)
        => Assert.StartsWith("Source.cs(1): <summary>", Assert.Single(Faults("Source.cs", source, Summary())), StringComparison.Ordinal);

    [Theory]
    [InlineData("/// <param name=\"deep\">Whether it is so.</param>")]
    [InlineData("/// <param name=\"deep\">\n    /// Whether it is so.\n    /// </param>")]
    public void A_parameter_that_is_is_found(string source)
        => Assert.StartsWith("Source.cs(1): <param", Assert.Single(Faults("Source.cs", source, Parameter())), StringComparison.Ordinal);

    [Theory]
    [InlineData("/// <summary>Whatever was given.</summary>")]
    [InlineData("/// <summary>Determines what is so.</summary>")]
    [InlineData("/// <remarks>What follows is no summary.</remarks>")]
    [InlineData("/// <param name=\"deep\">True if it is so.</param>")]
    public void Others_are_left_alone(string source)
        => Assert.Empty(Faults("Source.cs", source, Summary()).Concat(Faults("Source.cs", source, Parameter())));

    private static IEnumerable<string> Faults(string folder, Regex fault)
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories).ToArray();
        Assert.NotEmpty(sources);
        return sources.Order(StringComparer.Ordinal).SelectMany(source => Faults(source, File.ReadAllText(source), fault));
    }

    private static IEnumerable<string> Faults(string path, string text, Regex fault)
        => fault.Matches(text).Select(match => $"{path}({text.AsSpan(0, match.Index).Count('\n') + 1}): {match.Value}");

    [GeneratedRegex(
        @"<summary>[\s/]*(What|Whether|Which|Who|Whom|Whose|How|Where|When|Why|It|He|She|They|This|That|These|Those|All that)\b.*")]
    private static partial Regex Summary();

    [GeneratedRegex(@"<param name=""\w+"">[\s/]*Whether\b.*")]
    private static partial Regex Parameter();
}
