using System.Runtime.InteropServices;
using Hansard.Engine.Tests;

namespace Hansard.Conformance;

/// <summary>The archive of this platform, as somebody without .NET gets it.</summary>
public sealed class ArchiveTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-archive-");

    public void Dispose() => _folder.Delete(recursive: true);

    // It publishes, packs and unpacks 300 MB.
    [Fact(Explicit = true)]
    [Requires("ffmpeg")]
    public async Task An_archive_transcribes_with_its_own_models_and_has_version_and_licences_inside()
    {
        var platform = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 ? "linux-arm64" : "linux-x64";
        var built = await RunAsync(
            Fixtures.Repository, "dotnet", "build", "deploy/release.proj", "-t:Archives", $"-p:Platforms={platform}");
        built.MustSucceed();
        var release = Path.Combine(Fixtures.Repository, "artifacts", "release");
        var archive = Directory.EnumerateFiles(release, $"hansard-*-{platform}.tar.gz").MaxBy(File.GetLastWriteTimeUtc)!;
        (await RunAsync(_folder.FullName, "tar", "-xzf", archive, "--strip-components=1")).MustSucceed();
        var hansard = Path.Combine(_folder.FullName, "hansard");

        var version = (await RunAsync(_folder.FullName, hansard, "--version")).MustSucceed().Output;
        var recording = Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav");
        var transcript = (await RunAsync(_folder.FullName, hansard, "transcribe", recording)).MustSucceed().Output;

        Assert.Equal(File.ReadAllText(Path.Combine(_folder.FullName, "VERSION")), version);
        Assert.Contains("surpassed", transcript, StringComparison.OrdinalIgnoreCase);
        Assert.All(
            [
                "LICENSE", "THIRD-PARTY-NOTICES.md", "licences/Microsoft.ML.OnnxRuntime/ThirdPartyNotices.txt",
                "licences/OpenCC/LICENSE",
                $"licences/Microsoft.NETCore.App.Runtime.{platform}/LICENSE.TXT",
            ],
            (string licence) => Assert.True(File.Exists(Path.Combine(_folder.FullName, licence)), licence));
    }

    // With models and runtime of its own only: neither those of the repository nor those of the machine.
    private static Task<ProgramResult> RunAsync(string folder, string program, params string[] arguments)
        => Programs.RunAsync(
            program,
            arguments,
            program == "dotnet" ? null : new Dictionary<string, string> { ["DOTNET_ROOT"] = "/nonexistent", ["HANSARD_MODELS"] = "" },
            folder,
            TimeSpan.FromMinutes(10));
}
