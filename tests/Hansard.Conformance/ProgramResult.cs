namespace Hansard.Conformance;

/// <summary>End of a program.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Fails the test if the program failed, with what it said.</summary>
    public ProgramResult MustSucceed()
    {
        Assert.True(ExitCode == 0, $"Exit code {ExitCode}.{Environment.NewLine}{Errors}{Output}");
        return this;
    }
}
