namespace Hansard.Engine.Models;

/// <summary>Finds the folder that holds the models and their <see cref="CatalogueFile"/>.</summary>
public static class ModelsDirectory
{
    /// <summary>The file that marks a models folder and describes what can be in it.</summary>
    public const string CatalogueFile = "catalogue.json";

    /// <summary>The environment variable that names another models folder.</summary>
    public const string EnvironmentVariable = "HANSARD_MODELS";

    /// <summary>
    /// The folder that <see cref="EnvironmentVariable"/> names; otherwise the nearest <c>models/</c> with a catalogue beside or above the
    /// program.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    public static string Find()
    {
        var named = Environment.GetEnvironmentVariable(EnvironmentVariable);
        if (!string.IsNullOrEmpty(named))
        {
            var path = Path.GetFullPath(named);
            return File.Exists(Path.Combine(path, CatalogueFile))
                ? path
                : throw new DirectoryNotFoundException($"{EnvironmentVariable} is '{named}', but there is no {CatalogueFile} in it.");
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "models");
            if (File.Exists(Path.Combine(path, CatalogueFile)))
                return path;
        }

        throw new DirectoryNotFoundException(
            $"No folder models/{CatalogueFile} beside or above {AppContext.BaseDirectory}. Set {EnvironmentVariable} to the models "
                + "folder of the repository.");
    }
}
