namespace Hansard.Engine.Models;

/// <summary>Bytes of a model's files that are in memory when it is loaded.</summary>
internal static class LoadedSize
{
    /// <summary>The folder in a model's folder for what was made of its weights, which is then loaded in their place.</summary>
    public const string ConvertedFolder = "hansard-int8";

    /// <summary>Adds up the files of a folder.</summary>
    /// <remarks>Weights that have not been converted yet count as they are: two or four times as much as they will take.</remarks>
    public static long Of(string folder)
    {
        var isConverted = Directory.Exists(Path.Combine(folder, ConvertedFolder));
        return new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => !isConverted || !IsWeights(file.Name)).Sum(file => file.Length);
    }

    private static bool IsWeights(string name) => name == "model.bin" || name.EndsWith(".safetensors", StringComparison.Ordinal);
}
