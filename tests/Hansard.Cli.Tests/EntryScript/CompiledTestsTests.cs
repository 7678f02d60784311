using System.Diagnostics;
using System.Runtime.Versioning;

namespace Hansard.Cli.Tests.EntryScript;

/// <summary>Test programs get what src/Precompiled/tests.sh compiles, in place of what was built, and of that alone.</summary>
[SupportedOSPlatform("linux")]
public sealed class CompiledTestsTests : IDisposable
{
    private const string Built = "obj/Hansard.Engine/release/Hansard.Engine.dll";
    private const string One = "bin/Hansard.Web.Tests/release/Hansard.Engine.dll";
    private const string Other = "bin/Hansard.Cli.Tests/release/Hansard.Engine.dll";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-compiled-");

    public CompiledTestsTests()
    {
        // It adds a word to what it compiles.
        File.WriteAllText(At("compiler"), "#!/bin/sh\n{ cat \"$2\"; echo compiled; } >\"$4\"\necho >>\"$(dirname \"$0\")/calls\"\n");
        File.SetUnixFileMode(At("compiler"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        foreach (var file in new[] { Built, One, Other }) Write(file, "first\n");
    }

    private int Calls => File.ReadAllLines(At("calls")).Length;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_copy_is_compiled_and_each_assembly_once()
    {
        await CompileAsync();
        await CompileAsync();

        Assert.Equal(("first\ncompiled\n", "first\ncompiled\n", "first\n", 1), (Read(One), Read(Other), Read(Built), Calls));
    }

    [Fact]
    public async Task A_build_that_copies_the_same_again_needs_no_compiler()
    {
        await CompileAsync();
        foreach (var file in new[] { Built, One, Other }) Write(file, "first\n");
        await CompileAsync();

        Assert.Equal(("first\ncompiled\n", "first\ncompiled\n", 1), (Read(One), Read(Other), Calls));
    }

    [Fact]
    public async Task What_was_built_since_is_compiled_again_and_a_copy_of_another_version_stays()
    {
        await CompileAsync();
        foreach (var file in new[] { Built, One }) Write(file, "second\n");
        Write(Other, "another\n");
        await CompileAsync();

        Assert.Equal(("second\ncompiled\n", "another\n", 2), (Read(One), Read(Other), Calls));
    }

    private async Task CompileAsync()
    {
        var script = Path.Combine(HansardProcess.Repository, "src", "Precompiled", "tests.sh");
        using var process = Process.Start(new ProcessStartInfo(script, [At("compiler"), At("shared"), "10.0.9", At(""), At("compiled")]))!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    private string At(string path) => Path.Combine(_folder.FullName, path);

    private string Read(string path) => File.ReadAllText(At(path));

    private void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), content);
    }
}
