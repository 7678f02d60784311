namespace Hansard.TestRun;

/// <summary>One failure.</summary>
/// <param name="Method">The full name of the test's method; null outside of tests, where nothing can be run again.</param>
/// <param name="Name">The test's name, with its arguments.</param>
/// <param name="Lines">What is wrong and where.</param>
internal sealed record TestFailure(string? Method, string Name, IReadOnlyList<string> Lines)
{
    /// <summary>The name, then what is wrong, indented.</summary>
    public override string ToString() => string.Join('\n', Lines.Select(line => $"    {line}").Prepend(Name));
}
