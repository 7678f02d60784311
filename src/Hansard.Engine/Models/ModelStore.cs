using System.Security.Cryptography;

namespace Hansard.Engine.Models;

/// <summary>A folder of models with its catalogue: from a name to a folder whose files are what they should be. Thread-safe.</summary>
internal sealed class ModelStore
{
    private ModelStore(string folder, ModelCatalogue catalogue) => (Folder, Catalogue) = (folder, catalogue);

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>The catalogue of models that can be in the store.</summary>
    public ModelCatalogue Catalogue { get; }

    /// <summary>Opens a folder that holds a catalogue, as <see cref="ModelsDirectory.Find"/> finds it.</summary>
    /// <exception cref="FileNotFoundException">It holds none.</exception>
    /// <exception cref="InvalidDataException">The catalogue cannot be used.</exception>
    public static ModelStore Open(string folder)
    {
        folder = Path.GetFullPath(folder);
        return new ModelStore(folder, ModelCatalogue.Load(Path.Combine(folder, ModelsDirectory.CatalogueFile)));
    }

    /// <summary>The models of the catalogue, and then those in the store's folders that were pulled from a hub.</summary>
    public IReadOnlyList<ModelEntry> Models => [.. Catalogue.Models, .. Pulled()];

    /// <summary>The model of a name: one of the catalogue, or one that was pulled from a hub.</summary>
    /// <param name="name">Its name in the catalogue or that of its folder, or its name on the hub.</param>
    public ModelEntry? Find(string name)
    {
        if (Catalogue.Find(name) is { } known) return known;
        return HubModelName.Parse(name) is { } ofHub
            ? Pulled().FirstOrDefault(model => model.Hub!.Owner == ofHub.Owner && model.Hub.Name == ofHub.Name)
            : Pulled().FirstOrDefault(model => model.Name == name);
    }

    /// <summary>Describes a model of a hub.</summary>
    /// <param name="name">Its name there.</param>
    /// <param name="files">Its files.</param>
    public static ModelEntry OfHub(HubModelName name, IReadOnlyList<ModelFile> files) => new()
    {
        Name = name.FolderName,
        Kind = ModelKind.Speech,
        Description = $"Pulled from {name}",
        Licence = "?",
        Untested = true,
        Files = files,
        Hub = name,
    };

    /// <summary>The folder of a model of the catalogue; of one that is not there, the folder that it is to be downloaded into.</summary>
    public string FolderOf(ModelEntry model)
    {
        var name = model.Directory ?? model.Name;
        var folders = ModelsDirectory.SearchPath(Folder);
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(Directory.Exists)
            ?? Path.Combine(folders.Count > 1 && !UserModelsDirectory.IsForDownloads(Folder) ? folders[^1] : Folder, name);
    }

    /// <summary>Finds a model, all of whose files are there; what is in them is not looked at.</summary>
    /// <param name="nameOrDirectory">A name in the catalogue, otherwise a path of a folder; null: the default of its kind.</param>
    /// <param name="kind">What it has to be.</param>
    /// <exception cref="FileNotFoundException">It, or a file of it, is not there.</exception>
    /// <exception cref="InvalidDataException">It is of another kind.</exception>
    public ResolvedModel Locate(string? nameOrDirectory, ModelKind kind)
    {
        var model = Find(nameOrDirectory, kind);
        var missing = FilesOf(model, Sha256Sums.Read(model.Folder))
            .FirstOrDefault(file => !File.Exists(Path.Combine(model.Folder, file.Path)));
        return missing is null ? model : throw Incomplete(model, missing.Path);
    }

    /// <summary>Finds a model and checks every one of its files.</summary>
    /// <param name="nameOrDirectory">A name in the catalogue, otherwise a path of a folder; null: the default of its kind.</param>
    /// <param name="kind">Required kind.</param>
    /// <remarks>Reads the whole model to do so: about 0.1 s for 100 MB.</remarks>
    /// <exception cref="FileNotFoundException">It, or a file of it, is not there.</exception>
    /// <exception cref="InvalidDataException">It is of another kind, or a file is not what it should be.</exception>
    public ResolvedModel Resolve(string? nameOrDirectory, ModelKind kind)
    {
        var model = Find(nameOrDirectory, kind);
        Verify(model);
        return model;
    }

    /// <summary>Checks every file of a model.</summary>
    /// <exception cref="FileNotFoundException">A file is not there.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static void Verify(ResolvedModel model)
    {
        foreach (var check in Check(model))
        {
            if (check.Result == FileCheckResult.Missing) throw Incomplete(model, check.Path);
            if (check.Result == FileCheckResult.Different)
                throw new InvalidDataException($"The model '{model.Name}' is damaged: '{check.Path}' in '{model.Folder}' has the SHA-256 "
                    + $"{check.Actual}, but it should be {check.Expected}. {Remedy(model)}");
        }
    }

    /// <summary>Checks the files of a model of the catalogue one after the other, as they are asked for.</summary>
    /// <exception cref="InvalidDataException">Its SHA256SUMS cannot be read.</exception>
    public IEnumerable<FileCheck> Check(ModelEntry model) => Check(new ResolvedModel(model.Name, FolderOf(model), model));

    private ResolvedModel Find(string? nameOrDirectory, ModelKind kind)
    {
        var entry = nameOrDirectory is null ? Catalogue.Default(kind) : Find(nameOrDirectory) ?? EntryOf(nameOrDirectory);
        var model = entry is null
            ? new ResolvedModel(NameOf(nameOrDirectory!), Path.GetFullPath(nameOrDirectory!), null)
            : new ResolvedModel(entry.Name, FolderOf(entry), entry);
        if (entry is not null && !entry.Serves(kind))
            throw new InvalidDataException($"The model '{entry.Name}' is for another purpose: it is of the kind {entry.Kind}, "
                + $"and {kind} is wanted. See 'hansard models list'.");
        return Directory.Exists(model.Folder) ? model : throw new FileNotFoundException(Absent(model, nameOrDirectory, kind),
            model.Folder);
    }

    // A folder of the catalogue's is that model, however it was named.
    private ModelEntry? EntryOf(string directory)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        return Models.FirstOrDefault(model => FolderOf(model) == path);
    }

    private IEnumerable<ModelEntry> Pulled()
    {
        foreach (var folder in ModelsDirectory.SearchPath(Folder).Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories))
        {
            // A folder may be given a shorter name.
            if (HubRecord.Read(folder) is { } record && HubModelName.Parse(record.Name) is { } name)
                yield return OfHub(name, record.Files) with { Name = Path.GetFileName(folder) };
        }
    }

    // The catalogue is the authority; the sums in the folder stand in for what it does not know, and for folders it does not know.
    private static IEnumerable<FileCheck> Check(ResolvedModel model)
    {
        var sums = Sha256Sums.Read(model.Folder);
        foreach (var file in FilesOf(model, sums))
        {
            var expected = file.Sha256 ?? sums.GetValueOrDefault(file.Path);
            var path = Path.Combine(model.Folder, file.Path);
            if (!File.Exists(path))
            {
                yield return new FileCheck(file.Path, FileCheckResult.Missing, expected, null);
                continue;
            }

            if (expected is null)
            {
                yield return new FileCheck(file.Path, FileCheckResult.Unknown, null, null);
                continue;
            }

            var actual = HashOf(path);
            yield return new FileCheck(file.Path, actual == expected ? FileCheckResult.Good : FileCheckResult.Different, expected,
                actual);
        }
    }

    private static IReadOnlyList<ModelFile> FilesOf(ResolvedModel model, IReadOnlyDictionary<string, string> sums)
        => model.Entry?.Files ?? [.. sums.Select(sum => new ModelFile(sum.Key, sum.Value, null))];

    private static FileNotFoundException Incomplete(ResolvedModel model, string file) => new(
        $"The model '{model.Name}' is not complete: '{file}' is missing from '{model.Folder}'. {Remedy(model)}",
        Path.Combine(model.Folder, file));

    private static string HashOf(string path)
    {
        using var stream = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 17, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static string NameOf(string directory) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));

    private string Absent(ResolvedModel model, string? asked, ModelKind kind)
    {
        var places = string.Join("' or '", ModelsDirectory.SearchPath(Folder));
        if (model.Entry is not null) return $"The model '{model.Name}' is not in '{places}'. {Remedy(model)}";
        var names = string.Join(", ", Catalogue.Models.Where(known => known.Kind == kind).Select(known => known.Name));
        if (asked is not null && HubModelName.Parse(asked) is { } name)
            return $"The model '{asked}' is not in '{places}'. Fetch it with './hansard models pull {name}'.";
        return $"There is no model '{asked}', neither in the catalogue nor as a folder. The catalogue has {names}.";
    }

    private static string Remedy(ResolvedModel model) => model.Entry switch
    {
        { Hub: { } name } => $"Fetch it with './hansard models pull {name}'.",
        null => "Put the files there that it was made of, or correct its SHA256SUMS.",
        { Download: null } => "Put the file back: it cannot be downloaded. In a working copy of Hansard, 'git checkout -- models' does.",
        { Name: var name } => $"Fetch it with './hansard models pull {name}'.",
    };
}
