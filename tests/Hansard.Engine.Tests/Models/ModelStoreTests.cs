using System.Security.Cryptography;
using System.Text;
using Hansard.Engine.Models;

namespace Hansard.Engine.Tests.Models;

public sealed class ModelStoreTests : IDisposable
{
    private const string Weights = "weights";
    private readonly string _folder = Directory.CreateTempSubdirectory("hansard-models-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_models_of_the_repository_are_what_the_catalogue_says()
    {
        var store = ModelStore.Open(Fixtures.Models);
        foreach (var model in store.Catalogue.Models.Where(model => model.Download is null))
        {
            Assert.All(store.Check(model), check => Assert.Equal(FileCheckResult.Good, check.Result));
            Assert.All(model.Files, file => Assert.Equal(file.Size, new FileInfo(Path.Combine(store.FolderOf(model), file.Path)).Length));
        }
    }

    [Fact]
    public void Each_kind_has_one_default_that_is_in_the_repository_and_one_for_each_direction_of_translation()
    {
        var catalogue = ModelStore.Open(Fixtures.Models).Catalogue;
        foreach (var kind in Enum.GetValues<ModelKind>()) Assert.Null(catalogue.Default(kind).Download);
        var defaults = catalogue.Models.Where(model => model.Default).Select(model => (model.Kind, model.From, model.To)).ToList();
        Assert.Equal(defaults.Distinct(), defaults);
    }

    [Fact]
    public void What_has_never_been_downloaded_is_marked_untested_and_has_no_invented_hash_or_size()
    {
        var downloads = ModelStore.Open(Fixtures.Models).Catalogue.Models.Where(model => model.Download is not null).ToList();
        Assert.NotEmpty(downloads);
        Assert.All(downloads, model => Assert.True(model.Untested));
        Assert.All(downloads, model => Assert.Equal("https", model.Download!.Scheme));
        Assert.All(downloads.SelectMany(model => model.Files), file => Assert.Equal((null, null), (file.Sha256, file.Size)));
    }

    [Fact]
    public void The_default_model_is_found_with_its_window_padding()
    {
        var model = ModelStore.Open(Fixtures.Models).Resolve(null, ModelKind.Speech);
        Assert.Equal(("whisper-base", 3d), (model.Name, model.WindowPaddingSeconds));
        Assert.True(File.Exists(Path.Combine(model.Folder, "config.json")));
    }

    [Fact]
    public void A_folder_that_the_catalogue_knows_is_that_model()
    {
        var store = ModelStore.Open(Fixtures.Models);
        Assert.Equal(
            store.Resolve("whisper-base", ModelKind.Speech),
            store.Resolve(Path.Combine(Fixtures.Models, "whisper-base") + "/", ModelKind.Speech));
    }

    [Fact]
    public void A_folder_that_the_catalogue_does_not_know_is_a_model_with_windows_of_30_seconds()
    {
        var model = ModelStore.Open(Fixtures.Models).Resolve(Fixtures.PathOf("models", "whisper-random"), ModelKind.Speech);
        Assert.Equal("whisper-random", model.Name);
        Assert.Null(model.WindowPaddingSeconds);
    }

    [Fact]
    public void A_folder_with_checksums_of_its_own_is_held_to_them()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "own")).FullName;
        File.WriteAllText(Path.Combine(folder, "model.onnx"), "other");
        Sha256Sums.Write(folder, new Dictionary<string, string> { ["model.onnx"] = HashOf(Weights) });
        var error = Assert.Throws<InvalidDataException>(() => Store().Resolve(folder, ModelKind.Speech));
        Assert.Contains("model.onnx", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_another_hash_is_refused_with_both_hashes_and_what_to_do()
    {
        Put("small", "tampered");
        var error = Assert.Throws<InvalidDataException>(() => Store().Resolve("small", ModelKind.Speech));
        Assert.Contains(HashOf("tampered"), error.Message, StringComparison.Ordinal);
        Assert.Contains(HashOf(Weights), error.Message, StringComparison.Ordinal);
        Assert.Contains("models pull small", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hash_that_the_catalogue_lacks_is_that_of_the_first_download()
    {
        Put("unknown", Weights);
        Sha256Sums.Write(Path.Combine(_folder, "unknown"), new Dictionary<string, string> { ["model.onnx"] = HashOf(Weights) });
        Assert.Equal("unknown", Store().Resolve("unknown", ModelKind.Speech).Name);
        Put("unknown", "changed since");
        Assert.Throws<InvalidDataException>(() => Store().Resolve("unknown", ModelKind.Speech));
    }

    [Fact]
    public void A_recorded_hash_does_not_overrule_the_catalogue()
    {
        Put("small", "tampered");
        Sha256Sums.Write(Path.Combine(_folder, "small"), new Dictionary<string, string> { ["model.onnx"] = HashOf("tampered") });
        Assert.Throws<InvalidDataException>(() => Store().Resolve("small", ModelKind.Speech));
    }

    [Fact]
    public void A_model_that_is_not_downloaded_yet_says_how_to()
    {
        var error = Assert.Throws<FileNotFoundException>(() => Store().Resolve("small", ModelKind.Speech));
        Assert.Contains("models pull small", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Downloads_go_into_a_models_folder_that_can_be_written_and_is_not_beside_the_program()
    {
        Assert.True(UserModelsDirectory.IsForDownloads(_folder));
        Assert.False(UserModelsDirectory.IsForDownloads(Path.Combine(AppContext.BaseDirectory, "models")));
        Assert.False(UserModelsDirectory.IsForDownloads(Path.Combine(_folder, "gone")));
    }

    [Fact]
    public void A_model_that_lacks_a_file_is_not_complete()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "small"));
        var error = Assert.Throws<FileNotFoundException>(() => Store().Resolve("small", ModelKind.Speech));
        Assert.Contains("'model.onnx' is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_is_located_by_the_files_that_are_there_and_not_by_what_is_in_them()
    {
        Put("small", "tampered");
        var located = Store().Locate("small", ModelKind.Speech);
        Assert.Equal((Path.Combine(_folder, "small"), "small"), (located.Folder, located.Name));
        File.Delete(Path.Combine(_folder, "small", "model.onnx"));
        var error = Assert.Throws<FileNotFoundException>(() => Store().Locate("small", ModelKind.Speech));
        Assert.Contains("'model.onnx' is missing", error.Message, StringComparison.Ordinal);
        Assert.Contains("models pull small", error.Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => Store().Locate("unknown", ModelKind.Speech));
        Assert.Throws<InvalidDataException>(() => Store().Locate("small", ModelKind.VoiceActivity));
    }

    [Fact]
    public void A_name_that_nothing_has_is_answered_with_the_names_there_are()
    {
        var error = Assert.Throws<FileNotFoundException>(() => Store().Resolve("whisper-bse", ModelKind.Speech));
        Assert.Contains("small, unknown", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_another_kind_is_refused()
    {
        Put("small", Weights);
        Assert.Throws<InvalidDataException>(() => Store().Resolve("small", ModelKind.Translation));
    }

    [Theory]
    [InlineData(
        """
        { "models": [{ "name": "../x", "kind": "speech", "description": "", "licence": "MIT",
          "files": [{ "path": "a", "sha256": null, "size": null }] }] }
        """,
        "not a model's name")]
    [InlineData(
        """
        { "models": [{ "name": "x", "kind": "speech", "description": "", "licence": "MIT",
          "files": [{ "path": "../../a", "sha256": null, "size": null }] }] }
        """,
        "not a path inside")]
    [InlineData(
        """
        { "models": [{ "name": "x", "kind": "speech", "description": "", "licence": "MIT",
          "files": [{ "path": "/etc/a", "sha256": null, "size": null }] }] }
        """,
        "not a path inside")]
    [InlineData(
        """
        { "models": [{ "name": "x", "kind": "speech", "description": "", "licence": "MIT",
          "directory": "..", "files": [{ "path": "a", "sha256": null, "size": null }] }] }
        """,
        "not a path inside")]
    [InlineData(
        """
        { "models": [{ "name": "x", "kind": "speech", "description": "", "licence": "MIT",
          "files": [{ "path": "a", "sha256": "12", "size": null }] }] }
        """,
        "not a SHA-256")]
    [InlineData(
        """
        { "models": [{ "name": "x", "kind": "speech", "description": "", "licence": "MIT",
          "download": "https://example.org/x", "files": [{ "path": "a", "sha256": null, "size": null }] }] }
        """,
        "ends in a slash")]
    [InlineData("""{ "models": [{ "name": "x", "kind": "speech", "descripton": "", "licence": "MIT", "files": [] }] }""", "descripton")]
    [InlineData("""{ "models": [{ "name": "x", "kind": "poetry", "description": "", "licence": "MIT", "files": [] }] }""", "kind")]
    [InlineData("""{ "models": null }""", "models")]
    [InlineData("nonsense", "catalogue.json")]
    public void A_wrong_catalogue_is_refused_with_the_reason(string catalogue, string reason)
    {
        var path = Path.Combine(_folder, ModelsDirectory.CatalogueFile);
        File.WriteAllText(path, catalogue);
        var error = Assert.Throws<InvalidDataException>(() => ModelCatalogue.Load(path));
        Assert.Contains(reason, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_folder_without_a_catalogue_is_not_a_store()
        => Assert.Throws<FileNotFoundException>(() => ModelStore.Open(_folder));

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private void Put(string model, string content)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, model)).FullName;
        File.WriteAllText(Path.Combine(folder, "model.onnx"), content);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"name": "a", "kind": "speech", "description": "", "licence": "MIT", "files": [null]}""")]
    [InlineData("""{"name": "a", "kind": "speech", "description": "", "licence": "MIT", "files": [{"size": 1}]}""")]
    public void Entry_of_a_catalogue_that_lacks_something_is_refused(string entry)
    {
        File.WriteAllText(Path.Combine(_folder, ModelsDirectory.CatalogueFile), $$"""{"models": [{{entry}}]}""");
        Assert.Contains("cannot be used", Assert.Throws<InvalidDataException>(() => ModelStore.Open(_folder)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc/hostname")]
    [InlineData("a/../../x")]
    [InlineData("a\\u0000b")]
    public void No_path_of_a_catalogue_or_of_a_pulled_model_leads_out_of_its_folder(string path)
    {
        var pulled = Directory.CreateDirectory(Path.Combine(_folder, "owner--name")).FullName;
        var record = """{"name": "hf:owner/name", "commit": "c", "files": [{"path": "PATH", "sha256": null, "size": null}]}""";
        File.WriteAllText(Path.Combine(pulled, "hub.json"), record.Replace("PATH", "a", StringComparison.Ordinal));
        Assert.Contains(Store().Models, model => model.Hub is not null);
        File.WriteAllText(Path.Combine(pulled, "hub.json"), record.Replace("PATH", path, StringComparison.Ordinal));
        Assert.DoesNotContain(Store().Models, model => model.Hub is not null);

        var catalogue = Path.Combine(_folder, ModelsDirectory.CatalogueFile);
        File.WriteAllText(catalogue, File.ReadAllText(catalogue).Replace("model.onnx", path, StringComparison.Ordinal));
        var error = Assert.Throws<InvalidDataException>(() => ModelStore.Open(_folder));
        Assert.Contains("is not a path inside", error.Message, StringComparison.Ordinal);
    }

    private ModelStore Store()
    {
        File.WriteAllText(Path.Combine(_folder, ModelsDirectory.CatalogueFile), $$"""
            { "models": [
              { "name": "small", "kind": "speech", "description": "", "licence": "MIT", "download": "https://example.org/small/",
                "files": [{ "path": "model.onnx", "sha256": "{{HashOf(Weights)}}", "size": {{Weights.Length}} }] },
              { "name": "unknown", "kind": "speech", "description": "", "licence": "MIT", "download": "https://example.org/unknown/",
                "files": [{ "path": "model.onnx", "sha256": null, "size": null }] }
            ] }
            """);
        return ModelStore.Open(_folder);
    }
}
