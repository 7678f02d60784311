namespace Hansard.TestRun;

/// <summary>A test program and what came of it.</summary>
internal sealed record ProgramRun(TestProgram Program, TestReport Report)
{
    /// <summary>Its failures, each after the program's name.</summary>
    public IEnumerable<string> Failures => Report.Failures.Select(failure => $"{Program.Name}: {failure}");
}
