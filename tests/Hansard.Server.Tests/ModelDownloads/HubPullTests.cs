using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hansard.Engine.Models;
using Hansard.Server.ModelDownloads;
using Hansard.Server.ModelDownloads.Hub;

namespace Hansard.Server.Tests.ModelDownloads;

public sealed class HubPullTests : IDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly string _folder = Directory.CreateTempSubdirectory("hansard-hub-").FullName;
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal)
    {
        ["config.json"] = "{}",
        ["generation_config.json"] = "{\"a\": 1}",
        ["tokenizer.json"] = "{\"b\": 2}",
        ["model.safetensors"] = "weights",
        ["pytorch_model.bin"] = "pickle",
        ["README.md"] = "text",
    };

    private string? _listedHash;

    public HubPullTests() => File.WriteAllText(Path.Combine(_folder, "catalogue.json"), """{ "models": [] }""");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Model => Path.Combine(_folder, "someone--whisper-x");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_model_is_pulled_and_from_then_on_found_by_its_name()
    {
        await using var server = Serve();
        Assert.Equal(4, (await PullAsync(server)).Count);

        Assert.Equal(
            [".gitignore", "SHA256SUMS", "config.json", "generation_config.json", "hub.json", "model.safetensors", "tokenizer.json"],
            Directory.GetFiles(Model).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.Equal(Model, Store().Resolve("someone--whisper-x", ModelKind.Speech).Folder);
        Assert.Equal(Model, Store().Resolve("hf:someone/whisper-x", ModelKind.Speech).Folder);
        Assert.Equal("someone--whisper-x", Assert.Single(Store().Models).Name);
    }

    [Fact]
    public async Task What_is_here_is_not_downloaded_again()
    {
        await using var server = Serve();
        await PullAsync(server);
        Assert.Equal(0, (await PullAsync(server)).Count);
        Assert.Equal(2, server.Requests.Count(r => r.Path.StartsWith("/api/", StringComparison.Ordinal)));
        Assert.Equal(4, server.Requests.Count(r => r.Path.Contains(Commit, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_folder_that_is_given_another_name_is_the_same_model()
    {
        await using var server = Serve();
        await PullAsync(server);
        Directory.Move(Model, Path.Combine(_folder, "short"));
        Assert.Equal(0, (await PullAsync(server)).Count);
        Assert.Equal("short", Store().Resolve("hf:someone/whisper-x", ModelKind.Speech).Name);
        Assert.Equal(Path.Combine(_folder, "short"), Store().Resolve("short", ModelKind.Speech).Folder);
    }

    [Fact]
    public async Task The_revision_is_asked_for_and_the_files_are_those_of_its_commit()
    {
        await using var server = Serve();
        await PullAsync(server, "hf:someone/whisper-x@v1/b");
        Assert.Equal("/api/models/someone/whisper-x/revision/v1%2Fb?blobs=true", server.Requests[0].Path);
        Assert.All(
            server.Requests.Skip(1),
            r => Assert.StartsWith($"/someone/whisper-x/resolve/{Commit}/", r.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Weights_of_another_hash_than_the_hub_tells_are_thrown_away()
    {
        _listedHash = new string('0', 64);
        await using var server = Serve();
        var error = await Assert.ThrowsAsync<DownloadException>(() => PullAsync(server));
        Assert.Contains("SHA-256", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Model, "model.safetensors")));
        Assert.Throws<FileNotFoundException>(() => Store().Locate("hf:someone/whisper-x", ModelKind.Speech));
    }

    [Theory]
    [InlineData("tokenizer.json", "merges.txt", "WhisperTokenizerFast")]
    [InlineData("model.safetensors", null, "PyTorch")]
    [InlineData("config.json", null, "config.json")]
    public async Task A_model_that_cannot_be_used_is_refused_before_anything_is_downloaded(string without, string? with, string advice)
    {
        _files.Remove(without);
        if (with is not null) _files[with] = "";
        await using var server = Serve();
        var error = await Assert.ThrowsAsync<DownloadException>(() => PullAsync(server));
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.False(Directory.Exists(Model));
    }

    [Fact]
    public async Task Of_several_forms_the_best_is_taken()
    {
        _files.Remove("model.safetensors");
        _files["model.bin"] = "ct2";
        _files["onnx/encoder_model.onnx"] = "e";
        _files["onnx/decoder_model_merged.onnx"] = "d";
        await using var server = Serve();
        Assert.Contains((await PullAsync(server)).Model.Files, f => f.Path == "model.bin");
        _files.Remove("model.bin");
        Assert.Equal(2, (await PullAsync(server)).Model.Files.Count(f => f.Path.StartsWith("onnx/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_model_that_is_not_for_everybody_is_told_of_with_advice()
    {
        await using var server = new FlakyServer(_ => new FlakyServer.Answer(401, [], []));
        var error = await Assert.ThrowsAsync<DownloadException>(() => PullAsync(server));
        Assert.Contains("HF_TOKEN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_goes_to_the_hub_and_never_to_where_it_redirects_nor_into_a_message()
    {
        const string Key = "hf_secret";
        await using var elsewhere = new FlakyServer(_ => new FlakyServer.Answer(404, [], []));
        await using var server = new FlakyServer(r => r.Path.StartsWith("/api/", StringComparison.Ordinal)
            ? Listing()
            : new FlakyServer.Answer(302, [$"Location: {elsewhere.Address}blob"], []));
        using var hub = new HubClient(server.Address, Key);
        var error = await Assert.ThrowsAsync<DownloadException>(() => new HubPull(Store(), hub, Impatient).RunAsync(
            HubModelName.Parse("hf:someone/whisper-x")!, new Recorder(_ => { }), Cancellation));

        Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
        Assert.All(server.Requests, r => Assert.Equal($"Bearer {Key}", r.Authorization));
        Assert.All(elsewhere.Requests, r => Assert.Null(r.Authorization));
        Assert.NotEmpty(elsewhere.Requests);
    }

    [Theory]
    [InlineData("hf:a/b", "a", "b", "main")]
    [InlineData("hf:openai/whisper-large-v3@refs/pr/3", "openai", "whisper-large-v3", "refs/pr/3")]
    public void Names_are_read(string text, string owner, string name, string revision)
        => Assert.Equal(new HubModelName(owner, name, revision), HubModelName.Parse(text));

    [Theory]
    [InlineData("openai/whisper-base")]
    [InlineData("hf:whisper-base")]
    [InlineData("hf:../x")]
    [InlineData("hf:a/b/c")]
    [InlineData("hf:a/..")]
    [InlineData("hf:a/b@")]
    public void What_is_no_name_is_none(string text) => Assert.Null(HubModelName.Parse(text));

    private static DownloadOptions Impatient => new() { FruitlessAttempts = 1, Delay = TimeSpan.Zero };

    private ModelStore Store() => ModelStore.Open(_folder);

    private async Task<PulledModel> PullAsync(FlakyServer server, string name = "hf:someone/whisper-x")
    {
        using var hub = new HubClient(server.Address, null);
        return await new HubPull(Store(), hub, Impatient).RunAsync(HubModelName.Parse(name)!, new Recorder(_ => { }), Cancellation);
    }

    private FlakyServer Serve() => new(request =>
    {
        if (request.Path.StartsWith("/api/models/someone/whisper-x/revision/", StringComparison.Ordinal)) return Listing();
        var file = request.Path[(request.Path.IndexOf(Commit, StringComparison.Ordinal) + Commit.Length + 1)..];
        return _files.TryGetValue(file, out var content)
            ? FlakyServer.File(request, Encoding.UTF8.GetBytes(content), null)
            : new FlakyServer.Answer(404, [], []);
    });

    private FlakyServer.Answer Listing() => new(200, [], Encoding.UTF8.GetBytes(new JsonObject
    {
        ["sha"] = Commit,
        ["siblings"] = new JsonArray([.. _files.Select(f => new JsonObject
        {
            ["rfilename"] = f.Key,
            ["size"] = f.Value.Length,
            ["lfs"] = f.Key == "model.safetensors"
                ? new JsonObject { ["sha256"] = _listedHash ?? Hash(f.Value), ["size"] = f.Value.Length }
                : null,
        })]),
    }.ToJsonString()));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
