using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hansard.Engine.Models;

/// <summary>The models that are known: those of the repository and those that can be downloaded.</summary>
internal sealed partial class ModelCatalogue
{
    private readonly Dictionary<string, ModelEntry> _byName;

    private ModelCatalogue(IReadOnlyList<ModelEntry> models, Dictionary<string, ModelEntry> byName, Uri? hub)
        => (Models, _byName, Hub) = (models, byName, hub);

    /// <summary>All models, in the order of the file.</summary>
    public IReadOnlyList<ModelEntry> Models { get; }

    /// <summary>The hub that <see cref="HubModelName"/> means where the environment names no other; null: none.</summary>
    public Uri? Hub { get; }

    /// <summary>Reads and checks a catalogue.</summary>
    /// <param name="path">Of catalogue.json.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">It is not a catalogue, or an entry is wrong.</exception>
    public static ModelCatalogue Load(string path)
    {
        try
        {
            var document = JsonSerializer.Deserialize(ModelDocument.Read(path), CatalogueJson.Default.CatalogueDocument);
            if (document?.Models is null) throw new InvalidDataException("it has no models");
            var byName = new Dictionary<string, ModelEntry>(StringComparer.Ordinal);
            foreach (var model in document.Models)
            {
                Check(model);
                if (!byName.TryAdd(model.Name, model)) throw new InvalidDataException($"'{model.Name}' is there twice");
            }

            foreach (var model in document.Models)
            {
                if (model.Rescorer is { } judge
                    && byName.GetValueOrDefault(judge) is not { Kind: ModelKind.Rescorer or ModelKind.Speech })
                    throw new InvalidDataException($"the rescorer '{judge}' of '{model.Name}' is not a rescorer or speech model of it");
            }

            return new ModelCatalogue(document.Models, byName, document.Hub);
        }
        catch (DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"There is no model catalogue '{path}'.", path);
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            throw new InvalidDataException($"The model catalogue '{path}' cannot be used: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    /// <summary>The model of that name, or null.</summary>
    public ModelEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The model of a kind that is used when none is named; of translation models,
    /// there may be one for each direction.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public ModelEntry Default(ModelKind kind)
        => Models.FirstOrDefault(model => model.Kind == kind && model.Default)
            ?? throw new InvalidDataException(
                $"The model catalogue has no default for {kind}: mark an entry of that kind with \"default\": true.");

    // A catalogue may come from elsewhere, and what it names is written to and read from: no name may lead out of its folder.
    private static void Check(ModelEntry? model)
    {
        if (model is not { Name: not null, Files: not null } || model.Files.Any(file => file?.Path is null))
            throw new InvalidDataException($"an entry ('{model?.Name}') is nothing, or has no name or files, or one of these no path");
        if (!Name().IsMatch(model.Name))
            throw new InvalidDataException($"'{model.Name}' is not a model's name (letters a-z, digits, '.', '-')");
        if (model.Files.Count == 0) throw new InvalidDataException($"'{model.Name}' has no files");
        foreach (var path in model.Files.Select(file => file.Path).Append(model.Directory ?? model.Name))
            if (!IsInside(path)) throw new InvalidDataException($"'{path}' of '{model.Name}' is not a path inside the model's folder");
        foreach (var file in model.Files)
        {
            if (file.Sha256 is { } hash && !Hash().IsMatch(hash))
                throw new InvalidDataException($"'{hash}' of '{model.Name}' is not a SHA-256 in lower-case hex");
            if (file.Size < 0) throw new InvalidDataException($"the size of '{file.Path}' of '{model.Name}' is negative");
        }

        if (model.Download is { } address && (!address.IsAbsoluteUri || !address.AbsolutePath.EndsWith('/')))
            throw new InvalidDataException(
                $"the download of '{model.Name}' has to be an absolute address that ends in a slash, not '{address}'");
    }

    /// <summary>Determines whether a path leads to a file below the folder that it is relative to, on every system.</summary>
    public static bool IsInside(string path)
        => path.Length > 0 && !path.Any(char.IsControl) && !path.Contains('\\') && !path.Contains(':')
            && path.Split('/').All(part => part is not ("" or "." or ".."));

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]*\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Hash();
}
