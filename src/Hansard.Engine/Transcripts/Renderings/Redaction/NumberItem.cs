namespace Hansard.Engine.Transcripts.Renderings.Redaction;

/// <summary>A part of a number as it is said or written at once: "555", "thirty-four", "double five".</summary>
/// <param name="First">Index of its first piece.</param>
/// <param name="End">Index after its last piece.</param>
/// <param name="Digits">Its figures.</param>
/// <param name="IsSpoken">True if it is written in words.</param>
internal sealed record NumberItem(int First, int End, string Digits, bool IsSpoken);

/// <summary>Parts of a number that follow each other.</summary>
/// <param name="Items">The parts.</param>
/// <param name="First">Index of the first piece, a plus sign or bracket included.</param>
/// <param name="HasPlus">True if it begins with a plus sign.</param>
/// <param name="IsQuantity">True if it counts or measures something.</param>
internal sealed record NumberRun(IReadOnlyList<NumberItem> Items, int First, bool HasPlus, bool IsQuantity)
{
    /// <summary>All figures.</summary>
    public string Digits { get; } = string.Concat(Items.Select(item => item.Digits));

    /// <summary>Index after the last piece.</summary>
    public int End => Items[^1].End;

    /// <summary>True if all parts are years.</summary>
    public bool IsYears => Items.All(item => item.Digits is { Length: 4 } year && year[0] is '1' or '2' && year[1] is >= '0' and <= '9'
        && string.CompareOrdinal(year, "1200") > 0 && string.CompareOrdinal(year, "2100") < 0);

    /// <summary>True if somebody counts up or down.</summary>
    public bool IsCounting
    {
        get
        {
            var steps = Items.Zip(Items.Skip(1), (a, b) => Math.Abs(Value(b) - Value(a))).ToList();
            return steps.Count > 1 && steps.Count(step => step == 1) >= 0.75 * steps.Count;
        }
    }

    private static int Value(NumberItem item) => item.Digits.Length <= 4 ? int.Parse(item.Digits) : -1;
}
