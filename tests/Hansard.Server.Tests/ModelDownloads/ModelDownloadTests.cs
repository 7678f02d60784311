using System.Security.Cryptography;
using System.Text;
using Hansard.Server.ModelDownloads;
using Hansard.Engine.Models;

namespace Hansard.Server.Tests.ModelDownloads;

public sealed class ModelDownloadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hansard-models-").FullName;
    private readonly HttpClient _http = FileDownload.CreateClient();
    private readonly Dictionary<string, string> _files = new()
    {
        ["/mirror/config.json"] = "{}",
        ["/mirror/onnx/CAM%2B%2B.onnx"] = "weights",
    };

    private string Model => Path.Combine(_folder, "big");

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_download_is_recorded_and_then_loads()
    {
        await using var server = Serve();
        Assert.Equal(2, await PullAsync(server));
        var sums = Sha256Sums.Read(Model);
        Assert.Equal(HashOf("weights"), sums["onnx/CAM++.onnx"]);
        Assert.Equal(Model, Store().Resolve("big", ModelKind.Speech).Folder);
    }

    [Fact]
    public async Task What_is_here_and_as_recorded_is_not_downloaded_again()
    {
        await using var server = Serve();
        await PullAsync(server);
        Assert.Equal(0, await PullAsync(server));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Only_what_is_damaged_is_downloaded_again()
    {
        await using var server = Serve();
        await PullAsync(server);
        await File.WriteAllTextAsync(Path.Combine(Model, "config.json"), "damaged", TestContext.Current.CancellationToken);
        Assert.Equal(1, await PullAsync(server));
        Assert.Equal("{}", await File.ReadAllTextAsync(Path.Combine(Model, "config.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Another_file_than_at_the_first_download_is_refused()
    {
        await using var server = Serve();
        await PullAsync(server);
        File.Delete(Path.Combine(Model, "config.json"));
        _files["/mirror/config.json"] = "{\"other\": 1}";
        var error = await Assert.ThrowsAsync<DownloadException>(() => PullAsync(server));
        Assert.Contains("first download", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Model, "config.json")));
    }

    [Fact]
    public async Task A_download_does_not_show_up_in_the_working_copy()
    {
        await using var server = Serve();
        await PullAsync(server);
        Assert.Equal("*\n", await File.ReadAllTextAsync(Path.Combine(Model, ".gitignore"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_repository_s_own_models_are_not_downloaded()
    {
        var own = Store().Catalogue.Find("own")!;
        var error = await Assert.ThrowsAsync<DownloadException>(
            () => Download().RunAsync(own, null, new Recorder(_ => { }), TestContext.Current.CancellationToken));
        Assert.Contains("git checkout", error.Message, StringComparison.Ordinal);
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private FlakyServer Serve() => new(request => _files.TryGetValue(request.Path, out var content)
        ? FlakyServer.File(request, Encoding.UTF8.GetBytes(content), $"\"{HashOf(content)[..8]}\"")
        : new FlakyServer.Answer(404, [], []));

    private ModelDownload Download()
        => new(Store(), new FileDownload(_http, new DownloadOptions { FruitlessAttempts = 2, Delay = TimeSpan.FromMilliseconds(1) }));

    // The mirror is named without a slash at its end, as people do.
    private Task<int> PullAsync(FlakyServer server)
        => Download().RunAsync(
            Store().Catalogue.Find("big")!, new Uri(server.Address, "mirror"), new Recorder(_ => { }),
            TestContext.Current.CancellationToken);

    private ModelStore Store()
    {
        File.WriteAllText(Path.Combine(_folder, ModelsDirectory.CatalogueFile), """
            { "models": [
              { "name": "big", "kind": "speech", "description": "", "licence": "MIT", "download": "https://example.org/big/",
                "files": [{ "path": "config.json", "sha256": null, "size": null },
                  { "path": "onnx/CAM++.onnx", "sha256": null, "size": null }] },
              { "name": "own", "kind": "speech", "description": "", "licence": "MIT",
                "files": [{ "path": "a", "sha256": null, "size": null }] }
            ] }
            """);
        return ModelStore.Open(_folder);
    }
}
