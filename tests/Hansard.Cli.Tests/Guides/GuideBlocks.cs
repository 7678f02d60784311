using System.Text.RegularExpressions;

namespace Hansard.Cli.Tests.Guides;

/// <summary>The commands of a guide: those in fences that are marked <c>sh</c>.</summary>
internal static partial class GuideBlocks
{
    /// <summary>The blocks that are run, in order.</summary>
    public static IEnumerable<GuideBlock> In(string guide)
        => from Match fence in Fence().Matches(guide)
           where !fence.Groups["why"].Success
           let commands = fence.Groups["commands"].Value.Trim()
           select new GuideBlock(commands, Serve().IsMatch(commands));

    /// <summary>The reasons why other blocks are not run.</summary>
    public static IEnumerable<string> NotRunIn(string guide)
        => from Match fence in Fence().Matches(guide) where fence.Groups["why"].Success select fence.Groups["why"].Value;

    [GeneratedRegex(@"^```sh(?: not-run:(?<why>[^\n]*))?\n(?<commands>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^([A-Z_]+=\S+ )*\./hansard serve$")]
    private static partial Regex Serve();
}

/// <summary>A block of commands.</summary>
/// <param name="Commands">For bash.</param>
/// <param name="IsServer">True if they start a server, which runs until it is stopped.</param>
internal sealed record GuideBlock(string Commands, bool IsServer);
