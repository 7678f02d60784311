using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;

namespace Hansard.Cli.Tests.Outbound;

/// <summary>
/// Folders of their own for home, temporary files and output, and a program that runs in them under strace with all that it starts, so that
/// nothing it looks up, connects to or writes goes unseen.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed partial class TracedProgram : IDisposable
{
    // With a question mark before those that not every architecture has.
    private const string SystemCalls =
        "?open,openat,?openat2,?creat,?mkdir,mkdirat,?mknod,mknodat,?rename,?renameat,renameat2,?link,linkat,?symlink,symlinkat," +
        "connect,bind,sendto,sendmsg,sendmmsg";

    /// <summary>Files that resolvers read before they ask; glibc reads resolv.conf even where a daemon answers instead.</summary>
    private static readonly string[] Resolver = ["/etc/resolv.conf", "/etc/hosts", "/etc/host.conf", "/etc/gai.conf"];

    private readonly DirectoryInfo _base = Directory.CreateTempSubdirectory("hansard-traced-");

    public TracedProgram()
    {
        foreach (var folder in (string[])[Home, Temporary, Output]) Directory.CreateDirectory(folder);
    }

    public string Home => Path.Combine(_base.FullName, "home");

    public string Temporary => Path.Combine(_base.FullName, "tmp");

    /// <summary>Folder in which the program may write besides: its output or its data.</summary>
    public string Output => Path.Combine(_base.FullName, "output");

    /// <summary>Files and folders in <see cref="Home"/> and <see cref="Temporary"/>, where none should be when it has ended.</summary>
    public IEnumerable<string> Left
        => from folder in (string[])[Home, Temporary]
           from path in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
           select path;

    /// <summary>Process number of the program itself, not of strace.</summary>
    public int ProcessId => int.Parse(Calls().First().Split(' ')[0]);

    private string Trace => Path.Combine(_base.FullName, "trace");

    /// <summary>Starts the program traced, as a user with these folders and nothing else in the environment.</summary>
    public Process Start(string program, params string[] arguments)
    {
        Tool.Of("strace").Require();
        string[] strace = ["-f", "-qq", "-y", "-s", "300", "--seccomp-bpf", "-e", $"trace={SystemCalls}", "-o", Trace];
        return Start("strace", [.. strace, program, .. arguments], traced: true);
    }

    /// <summary>Starts it in the same folders, untraced.</summary>
    public Process StartUntraced(string program, params string[] arguments) => Start(program, arguments, traced: false);

    /// <summary>
    /// True when the program, or one that it started, opened such a file. A trace without what must be there proves nothing.
    /// </summary>
    /// <param name="part">Of its path.</param>
    public bool Opened(string part) => Calls().Any(line => Paths(line).Any(path => path.Contains(part, StringComparison.Ordinal)));

    /// <summary>Every look-up of a host name, every datagram or connection, and everything written where it should not be.</summary>
    public IReadOnlyList<string> Faults() => [.. Calls().SelectMany(FaultsOf).Distinct()];

    public void Dispose() => _base.Delete(recursive: true);

    private Process Start(string program, string[] arguments, bool traced)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Output,
        };
        start.Environment.Clear();
        foreach (var kept in (string[])["PATH", "DOTNET_ROOT"])
            if (Environment.GetEnvironmentVariable(kept) is { } value) start.Environment[kept] = value;
        start.Environment["HOME"] = Home;
        start.Environment["TMPDIR"] = Temporary;
        if (traced) File.Delete(Trace);
        return Process.Start(start)!;
    }

    // A call that another thread's interrupts has its arguments on the first of two lines; whether it succeeded does not matter here.
    private IEnumerable<string> Calls()
    {
        using var reader = new StreamReader(new FileStream(Trace, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
            if (Call().IsMatch(line)) yield return line;
    }

    private IEnumerable<string> FaultsOf(string line)
    {
        var name = Call().Match(line).Groups["name"].Value;
        if (name is "connect" or "sendto" or "sendmsg" or "sendmmsg")
        {
            if (InternetAddress().IsMatch(line)) yield return $"network: {line}";
            yield break;
        }

        var paths = Paths(line).ToArray();
        if ((name is "open" or "openat" or "openat2") && !Writes().IsMatch(line))
        {
            if (paths.Any(path => Resolver.Contains(path))) yield return $"look-up: {line}";
            yield break;
        }

        var created = !name.StartsWith("open", StringComparison.Ordinal) || line.Contains("O_CREAT", StringComparison.Ordinal);
        if (paths.Any(path => !MayBeWritten(path, created))) yield return $"file: {line}";
    }

    private bool MayBeWritten(string path, bool created)
        => ((string[])[Temporary, Output, "/proc"]).Any(folder => path.StartsWith(folder + "/", StringComparison.Ordinal))
            || path is "/dev/null" or "/dev/tty"
            || (!created && path.StartsWith("/dev/", StringComparison.Ordinal));

    /// <summary>Absolute paths of a call's arguments; strace writes the folder of a relative one in angle brackets before it.</summary>
    private static IEnumerable<string> Paths(string line)
        => from Match argument in PathArguments().Matches(line)
           let folder = argument.Groups["folder"].Value
           select Path.GetFullPath(argument.Groups["path"].Value, folder.StartsWith('/') ? folder : "/");

    // A process number of fewer than five digits has further spaces behind it.
    [GeneratedRegex(@"^\d+ +(?<name>[a-z0-9_]+)\(")]
    private static partial Regex Call();

    [GeneratedRegex(@"\bsa_family=AF_INET6?\b")]
    private static partial Regex InternetAddress();

    [GeneratedRegex(@"\bO_(WRONLY|RDWR|CREAT|TRUNC)\b")]
    private static partial Regex Writes();

    // 7</folder>, "name" and mkdir("/name" and sun_path="/name", but not inet_addr("127.0.0.1").
    [GeneratedRegex(@"(<(?<folder>[^>]*)>, |^\d+ +\w+\(|, |sun_path=)""(?<path>[^""]*)""")]
    private static partial Regex PathArguments();
}
