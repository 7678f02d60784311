using System.Text.RegularExpressions;

namespace Hansard.Resilience.Input;

/// <param name="Index">Number of the input; −1: all together.</param>
/// <param name="Sent">The input.</param>
/// <param name="What">Why that is wrong.</param>
internal sealed partial record InputFailure(int Index, string Sent, string What)
{
    private const int LongestKind = 160;

    /// <summary>Its first words without ids and numbers: of many that are alike, one is told.</summary>
    public string Kind => Number().Replace(What.Length > LongestKind ? What[..LongestKind] : What, "#");

    [GeneratedRegex("[0-9a-f-]*[0-9][0-9a-f-]*")]
    private static partial Regex Number();
}
