using System.Text.Json.Nodes;
using Hansard.Engine.Models;
using Hansard.Engine.Tests;
using Hansard.Resilience.Reports;

namespace Hansard.Resilience.Input.Models;

/// <summary>Catalogues, checksums and records of pulled models that lie: a clear error,
/// and nothing outside the folder is a model's file.</summary>
public sealed class MutatedCatalogueTests(ResilienceReport report)
{
    private static readonly string[] Paths =
        ["../x", "/etc/passwd", "a/../../x", "..", "", ".", "a//b", "C:\\x", "\\\\host\\x", "a\0b", "~/x", "./a", new('a', 5_000),
        "a\nb"];

    [Fact]
    public Task Are_refused_or_stay_within_their_folder() => TryAsync(isLong: false);

    [Fact(Explicit = true)]
    public Task Are_refused_or_stay_within_their_folder_by_the_thousand() => TryAsync(isLong: true);

    private async Task TryAsync(bool isLong)
    {
        var run = InputRun.Of("catalogues of models", isLong, 300, 20_000);
        await run.TryAllAsync(2, input =>
        {
            using var folder = new ScratchFolder();
            Write(input, folder.Path);
            return Task.FromResult(Open(folder.Path));
        });
        run.End(report);
    }

    private static void Write(InputCase input, string folder)
    {
        var catalogue = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Fixtures.Models, ModelsDirectory.CatalogueFile)))!;
        var pulled = Directory.CreateDirectory(Path.Combine(folder, "owner--pulled")).FullName;
        var record = JsonNode.Parse("""{"name": "hf:owner/pulled", "commit": "c", "files": [{"path": "a", "sha256": null, "size": 1}]}""")!;
        File.WriteAllText(Path.Combine(pulled, "a"), "x");
        var text = catalogue.ToJsonString();
        switch (input.Random.Next(4))
        {
            case 0:
                var entry = input.Any([.. catalogue["models"]!.AsArray()])!;
                var path = input.Any(Paths);
                if (input.OnceIn(2)) input.Any([.. entry["files"]!.AsArray()])!["path"] = path;
                else entry[input.Any(["directory", "name"])] = path;
                input.Sent = $"{entry["name"]}: {path}";
                text = catalogue.ToJsonString();
                break;
            case 1:
                record["files"]![0]!["path"] = input.Any(Paths);
                input.Sent = record.ToJsonString();
                break;
            case 2:
                var made = new JsonMutation(input).Apply(record);
                input.Sent = Http.RequestMaker.Printable(made);
                File.WriteAllText(Path.Combine(folder, ModelsDirectory.CatalogueFile), text);
                File.WriteAllBytes(Path.Combine(pulled, "hub.json"), made);
                return;
            default:
                var mutated = new JsonMutation(input).Apply(catalogue);
                input.Sent = Http.RequestMaker.Printable(mutated);
                File.WriteAllBytes(Path.Combine(folder, ModelsDirectory.CatalogueFile), mutated);
                return;
        }
        File.WriteAllText(Path.Combine(folder, ModelsDirectory.CatalogueFile), text);
        File.WriteAllText(Path.Combine(pulled, "hub.json"), record.ToJsonString());
    }

    private static string Open(string folder)
    {
        ModelStore store;
        try
        {
            store = ModelStore.Open(folder);
        }
        catch (InvalidDataException error)
        {
            Assert.Contains(ModelsDirectory.CatalogueFile, error.Message, StringComparison.Ordinal);
            return "a clear error";
        }
        foreach (var model in store.Models)
        {
            var own = store.FolderOf(model);
            Assert.All(model.Files, file => AssertInside(Path.Combine(own, file.Path), own));
            Assert.All(ModelsDirectory.SearchPath(folder), place => Assert.NotEqual(Path.GetFullPath(place), Path.GetFullPath(own)));
            Assert.Contains(ModelsDirectory.SearchPath(folder), place => IsInside(own, place));
            foreach (var check in store.Check(model)) Assert.NotEqual("", check.Path);
        }
        return store.Models.Any(model => model.Hub is not null) ? "taken, with the pulled model" : "taken";
    }

    private static void AssertInside(string path, string folder) => Assert.True(IsInside(path, folder), $"{path} is not in {folder}");

    private static bool IsInside(string path, string folder)
        => Path.GetFullPath(path).StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + "/", StringComparison.Ordinal);
}
