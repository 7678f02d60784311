using System.Diagnostics;

namespace Hansard.Cli.Tests;

/// <summary>The real program as a process, as a user's shell starts it.</summary>
internal static class HansardProcess
{
    /// <summary>The folder that holds Hansard.slnx.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Exit code, standard output and standard error.</summary>
    internal sealed record Result(int Code, string Output, string Error);

    public static string Clip(string name) => Path.Combine(Repository, "tests", "fixtures", "audio", "clips", name);

    public static Process Start(params string[] arguments) => StartAt(null, arguments);

    /// <summary>Runs the program for a user with another home folder.</summary>
    public static Task<Result> RunAtHomeAsync(string home, params string[] arguments) => ResultOfAsync(StartAt(home, arguments));

    private static Process StartAt(string? home, string[] arguments) => StartWith("HOME", home, arguments);

    private static Process StartWith(string variable, string? value, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "hansard.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        if (value is not null) start.Environment[variable] = value;
        return Process.Start(start)!;
    }

    public static Task<Result> RunAsync(params string[] arguments) => ResultOfAsync(Start(arguments));

    /// <summary>Runs the program with another variable in its environment.</summary>
    public static Task<Result> RunWithAsync(string variable, string value, params string[] arguments)
        => ResultOfAsync(StartWith(variable, value, arguments));

    /// <summary>
    /// Sends a process a signal, by the shell's own kill: the program of that name is in a package that a small system lacks.
    /// </summary>
    public static Process Signal(Process process, string signal) => Signal(process.Id, signal);

    /// <inheritdoc cref="Signal(Process, string)" />
    public static Process Signal(int process, string signal) => Process.Start("sh", ["-c", $"kill -{signal} {process}"]);

    /// <summary>Runs the program on a machine that has nothing but .NET.</summary>
    public static Task<Result> RunWithEmptyPathAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Dotnet())
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "hansard.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["PATH"] = "/nonexistent";
        return ResultOfAsync(Process.Start(start)!);
    }

    /// <summary>Path of .NET, for a program that is started without PATH.</summary>
    public static string Dotnet()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "dotnet"))
            .First(File.Exists);

    /// <summary>Waits for the end of a process whose streams are all redirected.</summary>
    public static async Task<Result> ResultOfAsync(Process process)
    {
        using var _ = process;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        return new Result(process.ExitCode, await output, await error);
    }

    /// <summary>Fails the test unless the program failed, with one sentence that has this part.</summary>
    public static void MustBeOneSentence(Result result, string part)
    {
        Assert.Equal(1, result.Code);
        Assert.Contains(part, result.Error);
        Assert.StartsWith("hansard: ", result.Error);
        Assert.Single(result.Error.Trim().Split('\n'));
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Hansard.slnx"))) return folder.FullName;
        throw new DirectoryNotFoundException("Run the tests from the repository.");
    }
}
