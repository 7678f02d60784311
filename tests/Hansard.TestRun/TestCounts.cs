namespace Hansard.TestRun;

/// <summary>Numbers of tests that passed, failed and were skipped.</summary>
internal sealed record TestCounts(int Passed, int Failed, int Skipped)
{
    /// <summary>Adds up two counts.</summary>
    public static TestCounts operator +(TestCounts left, TestCounts right)
        => new(left.Passed + right.Passed, left.Failed + right.Failed, left.Skipped + right.Skipped);

    /// <inheritdoc />
    public override string ToString() => $"{Passed} passed, {Failed} failed{(Skipped == 0 ? "" : $", {Skipped} skipped")}";
}
