using System.Diagnostics;
using System.Runtime.Versioning;

namespace Hansard.Cli.Tests.EntryScript;

/// <summary>
/// A working copy with the real entry script and little else, in a folder whose name has a space. The programs the script starts are
/// stand-ins in a PATH of their own that write down how they were called: a real build takes minutes, and installing packages changes the
/// machine.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class WorkingCopy : IDisposable
{
    private static readonly string[] Tools =
        ["bash", "cp", "dirname", "env", "find", "flock", "ln", "mkdir", "mv", "readlink", "rm", "sed", "sleep", "sort", "stat", "tail"];

    // It "builds" what the script looks for afterwards, and echoes its arguments when it is the program's turn.
    private const string Dotnet = """
        #!/bin/bash
        root=$(dirname "$(readlink -f "$0")")/..
        case $1 in
            build)
                echo "build $2" >>"$root/calls"
                sleep 0.3
                [[ ! -e $root/broken ]] || { echo 'error CS0000'; exit 1; }
                mkdir -p artifacts/bin/Hansard.{Cli,Bench,TestRun}/release
                : >artifacts/bin/Hansard.Cli/release/hansard.dll
                [[ $2 == src/* ]] || : >artifacts/bin/Hansard.Bench/release/Hansard.Bench.dll
                [[ $2 != *.slnx ]] || : >artifacts/bin/Hansard.TestRun/release/Hansard.TestRun.dll ;;
            msbuild)
                [[ ! -e $root/without-compiler ]] || { echo 'error NU1301'; exit 1; }
                echo "$2" >>"$root/compiled" ;;
            *) echo "$1" >>"$root/programs"; shift; printf '<%s>' "$@"; echo ;;
        esac
        """;

    private readonly string _base = Directory.CreateTempSubdirectory("hansard-script-").FullName;

    public WorkingCopy()
    {
        foreach (var folder in new[] { "src/Hansard.Cli", "tests", "bench", "web/src", "web/node_modules" })
            Directory.CreateDirectory(At(folder));
        foreach (var file in (string[])[
            "global.json", "Hansard.slnx", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props",
            "src/Hansard.Cli/Program.cs", "web/src/main.ts"])
            File.WriteAllText(At(file), "");
        File.Copy(Path.Combine(HansardProcess.Repository, "hansard"), Script);
        Directory.CreateDirectory(At("src/Precompiled"));
        foreach (var script in new[] { "choose.sh", "pin.sh" })
            File.Copy(Path.Combine(HansardProcess.Repository, "src", "Precompiled", script), At($"src/Precompiled/{script}"));

        Directory.CreateDirectory(Path.Combine(_base, "bin"));
        foreach (var tool in Tools) File.CreateSymbolicLink(Path.Combine(_base, "bin", tool), Find(tool));
        Program("dotnet", Dotnet);
        foreach (var tool in Tool.All.Where(tool => !Path.IsPathRooted(tool.Program))) Program(tool.Program, "#!/bin/bash");
        Directory.CreateDirectory(Path.Combine(_base, "modes"));
        foreach (var mode in new[] { "pt-es", "eng-spa" }) File.WriteAllText(Path.Combine(_base, "modes", $"{mode}.mode"), "");
    }

    public string Script => At("hansard");

    /// <summary>Commands that have been started for set-up, in order.</summary>
    public IReadOnlyList<string> Calls => File.Exists(Path.Combine(_base, "calls")) ? File.ReadAllLines(Path.Combine(_base, "calls")) : [];

    /// <summary>Projects whose output has been compiled to the processor's code, in order.</summary>
    public IReadOnlyList<string> Compiled
        => File.Exists(Path.Combine(_base, "compiled")) ? File.ReadAllLines(Path.Combine(_base, "compiled")) : [];

    /// <summary>Programs that were run after set-up, in order, as paths within the working copy.</summary>
    public IReadOnlyList<string> Programs
        => [.. File.ReadAllLines(Path.Combine(_base, "programs")).Select(program => Path.GetRelativePath(At(""), program))];

    /// <summary>A path in the folder of the stand-in that is called dotnet.</summary>
    public string AtDotnet(string path) => Path.Combine(_base, "bin", path);

    public string At(string path) => Path.Combine(_base, "working copy", path);

    /// <summary>A file beside the working copy that changes what the stand-ins do.</summary>
    public void Flag(string name, bool set = true)
    {
        if (set) File.WriteAllText(Path.Combine(_base, name), "");
        else File.Delete(Path.Combine(_base, name));
    }

    /// <summary>Takes away a translator of Apertium, such as pt-es.</summary>
    public void RemoveMode(string name) => File.Delete(Path.Combine(_base, "modes", $"{name}.mode"));

    /// <summary>An apt-get that writes down what it is to install, and then has it there.</summary>
    public void AddApt()
    {
        Program("sudo", "#!/bin/bash\nwhile [[ $1 == -* ]]; do shift; done\n[[ $# == 0 || $1 == true ]] || exec \"$@\"");
        Program("apt-get", """
            #!/bin/bash
            root=$(dirname "$(readlink -f "$0")")/..
            [[ " $* " == *" install "* ]] || exit 0
            all="$*"
            echo "apt-get install ${all##*--no-install-recommends }" >>"$root/calls"
            for package; do
                case $package in
                    apertium-es-pt) : >"$root/modes/pt-es.mode" ;;
                    apertium-eng-spa) : >"$root/modes/eng-spa.mode" ;;
                esac
            done
            """);
    }

    public void RemoveProgram(string name) => File.Delete(Path.Combine(_base, "bin", name));

    /// <summary>Runs a script, by default the entry script, with the PATH of stand-ins.</summary>
    public Task<HansardProcess.Result> RunAsync(params string[] arguments) => RunAsync(Script, arguments);

    /// <inheritdoc cref="RunAsync(string[])" />
    public async Task<HansardProcess.Result> RunAsync(
        string script, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Find("bash"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = _base,
        };
        start.ArgumentList.Add(script);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment.Clear();
        start.Environment["PATH"] = Path.Combine(_base, "bin");
        start.Environment["HOME"] = _base;
        start.Environment["HANSARD_APERTIUM_MODES"] = Path.Combine(_base, "modes");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
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

        return new HansardProcess.Result(process.ExitCode, await output, await error);
    }

    public void Dispose() => Directory.Delete(_base, recursive: true);

    /// <summary>Puts a stand-in into the PATH.</summary>
    public void Program(string name, string script) => Write(Path.Combine(_base, "bin", name), script);

    private static void Write(string path, string script)
    {
        File.WriteAllText(path, script);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static string Find(string tool)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/bin").Append("/bin")
            .Select(folder => Path.Combine(folder, tool))
            .First(File.Exists);
}
