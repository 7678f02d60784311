using Hansard.Cli.Usage;
using Hansard.Engine.Models;

namespace Hansard.Cli.Models;

/// <summary>Checks the models that a command line names.</summary>
internal static class ModelArgument
{
    /// <summary>Finds out, before anything is made or loaded, whether a model is there.</summary>
    /// <param name="model">A name of the catalogue, or a folder; null: the default.</param>
    /// <param name="kind">The kind that is wanted.</param>
    /// <param name="models">The models folder.</param>
    /// <exception cref="UsageException">Neither the catalogue nor the disk knows of it; the message names those that there are.</exception>
    /// <exception cref="IOException">It is known, and not here.</exception>
    /// <exception cref="InvalidDataException">It is of another kind.</exception>
    public static void MustBeThere(string? model, ModelKind kind, string models)
    {
        if (model is null) return;
        var store = ModelStore.Open(models);
        var entry = store.Find(model);
        // What is there is checked when it is loaded.
        if ((entry is null || entry.Serves(kind)) && Directory.Exists(entry is null ? model : store.FolderOf(entry))) return;
        try
        {
            store.Resolve(model, kind);
        }
        catch (FileNotFoundException exception) when (entry is null)
        {
            throw new UsageException(exception.Message);
        }
    }
}
