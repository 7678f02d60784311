using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Hansard.Engine.Tests;

namespace Hansard.Server.Tests.Models;

/// <summary>A models folder with the repository's models and further speech models, which a test may change.</summary>
internal sealed class ModelsFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-models-");
    private readonly JsonNode _catalogue = JsonNode.Parse(File.ReadAllBytes(System.IO.Path.Combine(Fixtures.Models, "catalogue.json")))!;

    public ModelsFolder()
    {
        foreach (var folder in Directory.GetDirectories(Fixtures.Models))
            Directory.CreateSymbolicLink(FolderOf(System.IO.Path.GetFileName(folder)), folder);
        Save();
    }

    public string Path => _folder.FullName;

    /// <summary>Adds a copy of a model as an entry of the catalogue, with the checksums of its files.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="source">The folder of its files.</param>
    /// <param name="family">As in the catalogue.</param>
    /// <param name="languages">As in the catalogue.</param>
    public ModelsFolder Add(string name, string source, string family, params string[] languages)
    {
        var files = new JsonArray();
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            var path = System.IO.Path.GetRelativePath(source, file);
            var copy = FileOf(name, path);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
            files.Add(new JsonObject
            {
                ["path"] = path,
                ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))),
                ["size"] = null,
            });
        }

        var entry = new JsonObject
        {
            ["name"] = name,
            ["kind"] = "speech",
            ["family"] = family,
            ["description"] = "For tests",
            ["licence"] = "MIT",
            ["files"] = files,
        };
        if (languages.Length > 0) entry["languages"] = new JsonArray([.. languages.Select(code => JsonValue.Create(code))]);
        _catalogue["models"]!.AsArray().Add(entry);
        Save();
        return this;
    }

    /// <summary>Adds Parakeet with random weights, which recognises nothing, in English and German.</summary>
    public ModelsFolder AddParakeet(string name = "parakeet-random")
        => Add(name, Fixtures.PathOf("models", "parakeet-random"), "parakeet", "en", "de");

    /// <summary>Adds Whisper with random weights, which has Cantonese among its languages.</summary>
    public ModelsFolder AddWhisper(string name = "whisper-random") => Add(name, Fixtures.PathOf("models", "whisper-random"), "whisper");

    /// <summary>
    /// Puts a pipe in the place of a file, so that whoever reads it waits for a writer, as on a disk that does not answer.
    /// </summary>
    public string Obstruct(string name, string file)
    {
        var path = FileOf(name, file);
        File.Delete(path);
        using var process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);

        // Its bytes cannot be hashed beforehand.
        foreach (var entry in _catalogue["models"]!.AsArray()
            .Where(entry => (string?)entry!["name"] == name)
            .SelectMany(entry => entry!["files"]!.AsArray()))
            if ((string?)entry!["path"] == file) entry["sha256"] = null;
        Save();
        return path;
    }

    /// <summary>Takes the files of a model away, which can be pulled from an address from then on.</summary>
    public ModelsFolder Withdraw(string name, Uri download)
    {
        Directory.Delete(FolderOf(name), recursive: true);
        _catalogue["models"]!.AsArray().Single(entry => (string?)entry!["name"] == name)!["download"] = download.AbsoluteUri;
        Save();
        return this;
    }

    public string FileOf(string name, string file) => System.IO.Path.Combine(FolderOf(name), file);

    public string FolderOf(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => _folder.Delete(recursive: true);

    private void Save() => File.WriteAllText(System.IO.Path.Combine(Path, "catalogue.json"), _catalogue.ToJsonString());
}
