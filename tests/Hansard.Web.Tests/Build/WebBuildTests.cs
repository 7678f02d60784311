using System.Diagnostics;
using System.Runtime.Versioning;
using Hansard.Engine.Tests;

namespace Hansard.Web.Tests.Build;

/// <summary>The build of the page by MSBuild, in a project that has nothing else to build.</summary>
[SupportedOSPlatform("linux")]
public sealed class WebBuildTests : IDisposable
{
    private static readonly string Web = Path.Combine(Fixtures.Repository, "web");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-web-build-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Without_Node_the_build_goes_on_without_the_page_and_says_why()
    {
        var (code, output) = await BuildAsync(WithoutNode());

        Assert.True(code == 0, output);
        Assert.Contains("Built without the page: Node.js and npm are not installed", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "web", "index.html")));
    }

    [Fact]
    public async Task Without_Node_a_release_is_not_built()
    {
        var (code, output) = await BuildAsync(WithoutNode(), "-p:WebRequired=true");

        Assert.NotEqual(0, code);
        Assert.Contains("The page cannot be built: Node.js and npm are not installed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Node_that_is_too_old_is_named()
    {
        var old = WithoutNode();
        foreach (var program in (string[])["node", "npm"])
        {
            await File.WriteAllTextAsync(Path.Combine(old, program), "#!/bin/sh\necho v12.22.9\n");
            File.SetUnixFileMode(Path.Combine(old, program), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var (code, output) = await BuildAsync(path: old);

        Assert.True(code == 0, output);
        Assert.Contains("Built without the page: Node.js is version 12, and older than 18", output, StringComparison.Ordinal);
    }

    [Fact]
    [Requires("nodejs", "npm")]
    public async Task The_page_is_built_once_and_every_text_of_it_is_compressed()
    {
        var path = Environment.GetEnvironmentVariable("PATH")!;
        var (code, output) = await BuildAsync(path);
        Assert.True(code == 0, output);
        var index = new FileInfo(Path.Combine(_folder.FullName, "web", "index.html"));
        var built = index.LastWriteTimeUtc;
        Assert.All(
            Directory.GetFiles(Path.Combine(_folder.FullName, "web", "app", "assets"), "*.js"),
            script => Assert.True(File.Exists($"{script}.br") && File.Exists($"{script}.gz"), script));
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "web", "licences", "svelte", "LICENSE.md")));

        // Nothing has changed: not even Node.js is asked for.
        (code, output) = await BuildAsync(WithoutNode());
        index.Refresh();

        Assert.True(code == 0, output);
        Assert.Equal(built, index.LastWriteTimeUtc);
    }

    [Fact]
    [Requires("nodejs", "npm")]
    public async Task The_sources_have_no_fault_that_their_checker_finds()
    {
        using var check = Process.Start(new ProcessStartInfo("npm", ["run", "--silent", "check"])
        {
            WorkingDirectory = Web,
            RedirectStandardOutput = true,
        })!;
        var output = await check.StandardOutput.ReadToEndAsync();
        await check.WaitForExitAsync();

        Assert.True(check.ExitCode == 0, output);
    }

    private async Task<(int Code, string Output)> BuildAsync(string path, params string[] arguments)
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "Web.proj"),
            $"""
            <Project>
              <PropertyGroup><ArtifactsPath>{_folder.FullName}</ArtifactsPath></PropertyGroup>
              <Import Project="{Path.Combine(Fixtures.Repository, "src", "Hansard.Server", "Web.targets")}" />
            </Project>
            """);
        string[] command = ["msbuild", "Web.proj", "-t:BuildWeb", "-nologo", "-nodeReuse:false", .. arguments];
        using var build = Process.Start(new ProcessStartInfo(Dotnet(), command)
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            Environment = { ["PATH"] = path },
        })!;
        var output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        return (build.ExitCode, output);
    }

    // A folder for PATH with the shell alone, which MSBuild runs commands with.
    private string WithoutNode()
    {
        var folder = Path.Combine(_folder.FullName, "bin");
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            File.CreateSymbolicLink(Path.Combine(folder, "sh"), "/bin/sh");
        }

        return folder;
    }

    private static string Dotnet()
        => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "dotnet"))
            .First(File.Exists);
}
