using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using Hansard.Server.Tests.ModelDownloads;

namespace Hansard.Cli.Tests.Models;

/// <summary>The program in a folder of its own with its models beside it, as archives and the .NET tool install it.</summary>
[SupportedOSPlatform("linux")]
public sealed class InstalledModelsTests : IDisposable
{
    private const string Catalogue = """
        { "models": [{ "name": "small", "kind": "speech", "description": "", "licence": "MIT", "download": "https://example.org/small/",
          "files": [{ "path": "config.json", "sha256": null, "size": null }] }] }
        """;

    private const string Listing = """
        { "sha": "0123456789abcdef", "siblings": [
          { "rfilename": "config.json", "size": 2 }, { "rfilename": "tokenizer.json", "size": 2 },
          { "rfilename": "model.safetensors", "size": 2, "lfs": {
            "sha256": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", "size": 2 } }] }
        """;

    private readonly string _base = Directory.CreateTempSubdirectory("hansard-installed-").FullName;
    private readonly FlakyServer _mirror = new(request => FlakyServer.File(request, Encoding.UTF8.GetBytes("{}"), "\"1\""));

    public InstalledModelsTests()
    {
        Directory.CreateDirectory(Path.Combine(Program, "models"));
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory).Where(file => Path.GetExtension(file) is ".dll" or ".json"))
            File.Copy(file, Path.Combine(Program, Path.GetFileName(file)));
        Directory.CreateSymbolicLink(Path.Combine(Program, "runtimes"), Path.Combine(AppContext.BaseDirectory, "runtimes"));
        File.WriteAllText(Path.Combine(Program, "models", "catalogue.json"), Catalogue);
    }

    private string _hub = "";

    private string Program => Path.Combine(_base, "program");

    private string Named => Path.Combine(_base, "named");

    private string Data => Path.Combine(_base, "data");

    public void Dispose()
    {
        _mirror.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(_base, recursive: true);
    }

    [Fact]
    public async Task A_download_goes_to_the_user_s_folder_and_is_found_there()
    {
        var result = await RunAsync("models", "pull", "small", "--from", $"{_mirror.Address}small");

        Assert.Equal($"small: downloaded to {Path.Combine(Data, "hansard", "models", "small")}\n", result.Output);
        Assert.Equal([Path.Combine(Program, "models", "catalogue.json")], Directory.GetFileSystemEntries(Path.Combine(Program, "models")));
        Assert.Equal("small/config.json: good\n", (await RunAsync("models", "verify")).Output);
    }

    [Fact]
    public async Task A_model_that_lies_beside_the_program_is_used_there()
    {
        Directory.CreateDirectory(Path.Combine(Program, "models", "small"));

        var result = await RunAsync("models", "pull", "small", "--from", $"{_mirror.Address}small");

        Assert.Equal($"small: downloaded to {Path.Combine(Program, "models", "small")}\n", result.Output);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task A_folder_that_is_named_holds_all_models()
    {
        await RunAsync("models", "pull", "small", "--from", $"{_mirror.Address}small");
        Directory.CreateDirectory(Named);
        File.WriteAllText(Path.Combine(Named, "catalogue.json"), Catalogue);

        var list = await RunInAsync(Named, "models", "list");
        var result = await RunInAsync(Named, "models", "pull", "small", "--from", $"{_mirror.Address}small");

        Assert.Matches("(?m)^small +speech +no ", list.Output);
        Assert.Equal($"small: downloaded to {Path.Combine(Named, "small")}\n", result.Output);
    }

    [Fact]
    public async Task A_model_of_a_hub_goes_to_the_user_s_folder_and_is_one_of_the_list()
    {
        await using var hub = new FlakyServer(request => request.Path.StartsWith("/api/", StringComparison.Ordinal)
            ? FlakyServer.File(request, Encoding.UTF8.GetBytes(Listing), null)
            : FlakyServer.File(request, Encoding.UTF8.GetBytes("{}"), "\"1\""));
        _hub = hub.Address.ToString();

        var pull = await RunAsync("models", "pull", "hf:someone/whisper-x");

        Assert.Equal($"someone--whisper-x: downloaded to {Path.Combine(Data, "hansard", "models", "someone--whisper-x")}\n", pull.Output);
        Assert.Matches("(?m)^someone--whisper-x +speech +yes ", (await RunAsync("models", "list")).Output);
        Assert.Contains(
            "someone--whisper-x/model.safetensors: good\n", (await RunAsync("models", "verify")).Output, StringComparison.Ordinal);
        Assert.Equal(
            "someone--whisper-x: already here and as it should be\n", (await RunAsync("models", "pull", "someone--whisper-x")).Output);
    }

    private Task<HansardProcess.Result> RunAsync(params string[] arguments) => RunInAsync("", arguments);

    private async Task<HansardProcess.Result> RunInAsync(string models, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Program, "hansard.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["XDG_DATA_HOME"] = Data, ["HANSARD_MODELS"] = models, ["HF_ENDPOINT"] = _hub },
        };
        return await HansardProcess.ResultOfAsync(Process.Start(start)!);
    }
}
