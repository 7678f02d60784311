using System.Diagnostics;

namespace Hansard.Architecture.Tests.Sources;

public sealed class LineLengthTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-lines-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_line_of_141_columns_fails_the_build_and_is_named()
    {
        var (code, output) = await BuildAsync(new string('/', 140), new string('/', 141), "// short");
        Assert.NotEqual(0, code);
        Assert.Contains("Source.cs(2,141,2,142): error HANSARD140: The line has 141 columns", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_of_140_columns_are_built()
    {
        var (code, output) = await BuildAsync(new string('/', 140), $"// {new string('é', 137)}");
        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task Generated_sources_may_have_lines_of_any_length()
    {
        var generated = Path.Combine(_folder.FullName, "Generated.g.cs");
        await File.WriteAllTextAsync(generated, new string('/', 500), TestContext.Current.CancellationToken);
        var (code, output) = await BuildAsync([], $"""<Compile Include="{generated}" />""");
        Assert.True(code == 0, output);
    }

    private Task<(int Code, string Output)> BuildAsync(params string[] lines) => BuildAsync(lines, "");

    // Only the target is run, in a project of one file: a compilation would add nothing.
    private async Task<(int Code, string Output)> BuildAsync(string[] lines, string items)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await File.WriteAllLinesAsync(Path.Combine(_folder.FullName, "Source.cs"), lines, cancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "Lines.proj"),
            $"""
            <Project>
              <PropertyGroup><IntermediateOutputPath>obj/</IntermediateOutputPath></PropertyGroup>
              <ItemGroup><Compile Include="Source.cs" />{items}</ItemGroup>
              <Import Project="{Path.Combine(Repository.Root, "Directory.Build.targets")}" />
            </Project>
            """,
            cancellationToken);
        var start = new ProcessStartInfo("dotnet", ["msbuild", "Lines.proj", "-t:CheckLineLength", "-nologo", "-nodeReuse:false"])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, output);
    }
}
