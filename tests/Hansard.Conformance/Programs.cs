using System.Diagnostics;

namespace Hansard.Conformance;

/// <summary>Runs the programs of this folder, each within a time limit.</summary>
internal static class Programs
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>tests/Hansard.Conformance.</summary>
    public static string Folder { get; } = Path.Combine(Engine.Tests.Fixtures.Repository, "tests", "Hansard.Conformance");

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Found on the path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Added to the environment.</param>
    /// <param name="folder">Working folder; null: <see cref="Folder"/>.</param>
    /// <param name="limit">Longest time that it may run; null: three minutes.</param>
    /// <returns>How it ended and what it wrote.</returns>
    public static async Task<ProgramResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        string? folder = null,
        TimeSpan? limit = null)
    {
        using var process = Start(program, arguments, environment, folder);
        process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(limit ?? Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var errors = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return new ProgramResult(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {limit ?? Limit}.");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Starts a program with its streams redirected; a test of a tool that is not installed ends here.</summary>
    public static Process Start(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        Tool.All.FirstOrDefault(tool => tool.Program == program)?.Require();
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Folder,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}

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
