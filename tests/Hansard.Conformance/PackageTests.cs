using System.IO.Compression;
using System.Xml.Linq;
using Hansard.Engine.Tests;

namespace Hansard.Conformance;

/// <summary>The packages, as programs and users outside of the repository get them.</summary>
public sealed class PackageTests : IDisposable
{
    private static readonly string Recording = Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav");

    // The same configuration, release or debug, that these tests were built in: nothing is built again while other tests run.
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;

    // 100 MB are compressed and unpacked, which takes a busy machine minutes.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-packages-");

    private string Feed => Path.Combine(_folder.FullName, "feed");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_program_outside_of_the_solution_transcribes_and_translates_with_the_packages()
    {
        foreach (var project in new[] { "Hansard.Engine", "Hansard.Translation", "Hansard.Models" }) await PackAsync(project);
        var sample = _folder.CreateSubdirectory("sample");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Fixtures.Repository, "samples", "library")))
            File.Copy(file, Path.Combine(sample.FullName, Path.GetFileName(file)));

        var output = (await DotnetAsync(sample.FullName, "run", "--", Recording)).MustSucceed().Output;

        Assert.Contains("surpassed", output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\e[2m", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_translation_package_takes_the_engine_of_its_own_version()
    {
        await PackAsync("Hansard.Translation");

        using var package = ZipFile.OpenRead(Directory.EnumerateFiles(Feed, "*.nupkg").Single());
        await using var specification = package.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var dependencies = XDocument.Load(specification).Descendants().Where(element => element.Name.LocalName == "dependency");
        var engine = dependencies.Single(element => element.Attribute("id")?.Value == "Hansard.Engine").Attribute("version")?.Value;
        Assert.Matches(@"^\[[0-9.]+\]$", engine);
    }

    // It packs and unpacks 170 MB.
    [Fact(Explicit = true)]
    public async Task The_tool_is_installed_and_transcribes_with_the_models_in_its_package()
    {
        await PackAsync("Hansard.Cli");
        var tools = Path.Combine(_folder.FullName, "tools");
        (await DotnetAsync(_folder.FullName, "tool", "install", "Hansard", "--tool-path", tools)).MustSucceed();

        var result = await Programs.RunAsync(Path.Combine(tools, "hansard"), ["transcribe", Recording], folder: _folder.FullName);

        Assert.Contains("surpassed", result.MustSucceed().Output, StringComparison.OrdinalIgnoreCase);
    }

    private async Task PackAsync(string project)
        => (await Programs.RunAsync(
            "dotnet",
            ["pack", Path.Combine("src", project), "-c", Configuration, "--no-build", "-o", Feed, "--disable-build-servers"],
            folder: Fixtures.Repository,
            limit: Patience)).MustSucceed();

    // Our packages are unpacked in a folder that goes away: in the user's they would stay, and be taken for those of the next build.
    private async Task<ProgramResult> DotnetAsync(string folder, params string[] arguments)
    {
        var shared = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="built" value="{Feed}" /></packageSources>
              <fallbackPackageFolders><add key="shared" value="{shared}" /></fallbackPackageFolders>
            </configuration>
            """);
        return await Programs.RunAsync(
            "dotnet",
            arguments,
            new Dictionary<string, string>
            {
                ["NUGET_PACKAGES"] = Path.Combine(_folder.FullName, "unpacked"),
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                ["MSBUILDDISABLENODEREUSE"] = "1",
                ["UseSharedCompilation"] = "false",
            },
            folder,
            Patience);
    }
}
