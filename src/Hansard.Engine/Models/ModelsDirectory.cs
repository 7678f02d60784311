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

        return OfProgram() ?? throw new DirectoryNotFoundException(
            $"No folder models/{CatalogueFile} beside or above {AppContext.BaseDirectory}. Set {EnvironmentVariable} to the models "
                + "folder of the repository.");
    }

    /// <summary>The folders that models are looked for in, the first one first.</summary>
    /// <param name="folder">Holds the catalogue.</param>
    /// <returns>
    /// The folder, and behind the program's own the user's folder for models,
    /// which downloads go into where the program's is not for them.
    /// A folder that was named holds all that there is.
    /// </returns>
    public static IReadOnlyList<string> SearchPath(string folder)
        => UserModelsDirectory.Path is { } ofUser && Path.GetFullPath(folder) == OfProgram() ? [folder, ofUser] : [folder];

    /// <summary>The nearest models folder beside or above the program; null where there is none.</summary>
    internal static string? OfProgram()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "models");
            if (File.Exists(Path.Combine(path, CatalogueFile))) return path;
        }

        return null;
    }
}
