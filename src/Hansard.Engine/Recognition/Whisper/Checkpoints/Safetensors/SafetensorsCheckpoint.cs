using System.Text.Json;
using Hansard.Engine.Models;

namespace Hansard.Engine.Recognition.Whisper.Checkpoints.Safetensors;

/// <summary>A model of Hugging Face Transformers: <c>model.safetensors</c>, or parts of it with an index.</summary>
internal sealed class SafetensorsCheckpoint : ICheckpoint
{
    /// <summary>The file of a model in one piece.</summary>
    public const string FileName = "model.safetensors";

    /// <summary>The index of a model in several.</summary>
    public const string IndexName = "model.safetensors.index.json";

    /// <summary>Begins the names of a model that was saved without its output projection.</summary>
    private const string Base = "model.";

    private readonly IReadOnlyList<SafetensorsFile> _files;
    private readonly Dictionary<string, SafetensorsFile> _fileOf = new(StringComparer.Ordinal);

    private SafetensorsCheckpoint(string path, IReadOnlyList<SafetensorsFile> files)
    {
        (Path, _files) = (path, files);
        foreach (var file in files)
        {
            foreach (var name in file.Tensors.Keys)
            {
                if (!_fileOf.TryAdd(name, file))
                    throw new InvalidDataException($"The tensor '{name}' is in '{_fileOf[name].Path}' and in '{file.Path}'.");
            }
        }
    }

    /// <inheritdoc />
    public string Path { get; }

    /// <summary>The files of weights in a folder; empty where it holds none in this form.</summary>
    /// <exception cref="InvalidDataException">The index is not what it should be.</exception>
    public static IReadOnlyList<string> FilesIn(string folder)
    {
        var whole = System.IO.Path.Combine(folder, FileName);
        if (File.Exists(whole)) return [whole];
        var index = System.IO.Path.Combine(folder, IndexName);
        return File.Exists(index) ? [index, .. PartsOf(index)] : [];
    }

    /// <summary>Opens the weights of a folder.</summary>
    /// <exception cref="FileNotFoundException">A part is missing.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static SafetensorsCheckpoint Open(string folder)
    {
        var files = FilesIn(folder);
        using var made = new DisposedOnFailure();
        var checkpoint = new SafetensorsCheckpoint(
            files[0], [.. files.Where(f => !f.EndsWith(".json", StringComparison.Ordinal)).Select(f => made.Add(Part(f)))]);
        made.Keep();
        return checkpoint;
    }

    /// <inheritdoc />
    public IReadOnlyList<int>? ShapeOf(string name) => Find(name) is { } found ? found.File.Tensors[found.Name].Shape : null;

    /// <inheritdoc />
    public void Read(string name, Span<float> values)
    {
        var (file, stored) = Find(name)!.Value;
        file.Read(stored, values);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var file in _files) file.Dispose();
    }

    private (SafetensorsFile File, string Name)? Find(string name)
    {
        if (_fileOf.TryGetValue(name, out var file)) return (file, name);
        return name.StartsWith(Base, StringComparison.Ordinal) && _fileOf.TryGetValue(name[Base.Length..], out file)
            ? (file, name[Base.Length..])
            : null;
    }

    private static SafetensorsFile Part(string path)
        => File.Exists(path)
            ? SafetensorsFile.Open(path)
            : throw new FileNotFoundException($"The part '{path}' of the model is missing, which {IndexName} names.", path);

    private static IEnumerable<string> PartsOf(string index)
    {
        try
        {
            using var json = JsonDocument.Parse(ModelDocument.Read(index));
            string[] names = [.. json.RootElement.GetProperty("weight_map").EnumerateObject().Select(e => e.Value.GetString()!).Distinct()];
            // The index comes from elsewhere: it may lead to no other folder.
            if (Array.Find(names, n => n != System.IO.Path.GetFileName(n) || n is "" or "." or "..") is { } outside)
                throw new InvalidDataException($"it names '{outside}', which is not a file beside it");
            return names.Order(StringComparer.Ordinal).Select(n => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(index)!, n));
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"'{index}' is not an index of safetensors files: {e.Message.TrimEnd('.')}.", e);
        }
    }
}
