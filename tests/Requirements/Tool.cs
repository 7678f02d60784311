namespace Hansard.Tests.Requirements;

/// <summary>A program, or the data of one, that tests run and that .NET does not bring.</summary>
/// <param name="Program">Its name on the path, or the path of a file that is there where it is installed.</param>
/// <param name="Package">The Debian package that it comes with.</param>
internal sealed record Tool(string Program, string Package)
{
    /// <summary>Set by <c>./hansard test</c>, which installs all tools: one that is missing then fails its tests.</summary>
    public const string RequiredVariable = "HANSARD_TESTS_REQUIRE_TOOLS";

    /// <summary>All tools that a test needs; the entry script installs every one of them.</summary>
    public static IReadOnlyList<Tool> All { get; } =
    [
        new("ffmpeg", "ffmpeg"),
        new("curl", "curl"),
        new("python3", "python3"),
        new("node", "nodejs"),
        new("npm", "npm"),
        new("chromium", "chromium"),
        new("tmux", "tmux"),
        new("strace", "strace"),
        new("systemd-analyze", "systemd"),
        new("kubectl", "kubernetes-client"),
        new("zsh", "zsh"),
        new("fish", "fish"),
        new("/usr/lib/postgresql", "postgresql"),
        new("/usr/sbin/pgbouncer", "pgbouncer"),
        new("/usr/share/apertium/modes/pt-es.mode", "apertium-es-pt"),
        new("/usr/share/apertium/modes/eng-spa.mode", "apertium-eng-spa"),
    ];

    /// <summary>The tool that a Debian package brings.</summary>
    /// <exception cref="ArgumentException">It is not among <see cref="All"/>.</exception>
    public static Tool Of(string package)
        => All.FirstOrDefault(tool => tool.Package == package)
            ?? throw new ArgumentException($"The entry script installs no '{package}' for tests: add it there and here.", nameof(package));

    /// <summary>True where it can be run.</summary>
    public bool IsInstalled => IsIn(Environment.GetEnvironmentVariable("PATH") ?? "");

    /// <summary>One sentence for whoever runs the tests where it is not installed.</summary>
    public string Reason
        => $"{Package} is not installed: 'sudo apt-get install {Package}' installs it, and './hansard test' all that tests need.";

    /// <summary>Ends a test that cannot run without it: skipped, or failed where the tools have to be there.</summary>
    public void Require()
    {
        if (IsInstalled) return;
        if (Environment.GetEnvironmentVariable(RequiredVariable) == "1") Assert.Fail(Reason);
        Assert.Skip(Reason);
    }

    /// <summary>The file of the program that is installed.</summary>
    public string File => FilesIn(Environment.GetEnvironmentVariable("PATH") ?? "").First();

    /// <summary>True where one of the folders of a PATH has it.</summary>
    public bool IsIn(string path) => FilesIn(path).Any();

    private IEnumerable<string> FilesIn(string path)
        => path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => new[] { Path.Combine(folder, Program), Path.Combine(folder, $"{Program}.exe") })
            .Where(Path.Exists);
}
