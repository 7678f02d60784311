using System.Runtime.Versioning;

namespace Hansard.Cli;

/// <summary>The socket and the pipes that the .NET runtime opens in TMPDIR for debuggers and tracers.</summary>
/// <remarks>
/// A killed process would leave them behind, and their names do not say that they were ours. Only the environment can keep the runtime
/// from making them (<c>DOTNET_EnableDiagnostics=0</c>, which the entry script sets; .NET 10 honours no spelling of it in
/// runtimeconfig.json), so where it did make them, they lose their names as the first thing that the program does.
/// </remarks>
internal static class DiagnosticPort
{
    private const string Setting = "DOTNET_EnableDiagnostics";

    /// <summary>Takes this process's names out of TMPDIR.</summary>
    /// <remarks>Not where <c>DOTNET_EnableDiagnostics=1</c> says that a tool wants to attach.</remarks>
    public static void Hide()
    {
        // Windows has named pipes instead, which go with the process.
        if (OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable(Setting) is "1") return;
        try
        {
            foreach (var kind in (string[])["dotnet-diagnostic", "clr-debug-pipe"])
                foreach (var path in Directory.EnumerateFiles(Path.GetTempPath(), $"{kind}-{Owner()}-*")) File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The runtime had nowhere to put them either.
        }
    }

    /// <summary>
    /// Process number and start, as they stand in the names: in two containers that share TMPDIR the number may be the same.
    /// </summary>
    private static string Owner()
        => OperatingSystem.IsLinux() ? $"{Environment.ProcessId}-{StartTicks()}" : $"{Environment.ProcessId}";

    /// <summary>Field 22 of /proc/self/stat. Field 2, the program's name, may hold spaces and parentheses.</summary>
    [SupportedOSPlatform("linux")]
    private static string StartTicks()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
    }
}
