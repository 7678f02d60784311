using System.Text.Json;

namespace Hansard.Bench;

/// <summary>The evaluation recordings beside the repository.</summary>
internal static class Corpus
{
    /// <summary>The repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Folder of results and joined recordings.</summary>
    public static string Results { get; } = Directory.CreateDirectory(Path.Combine(Repository, "artifacts", "bench")).FullName;

    /// <summary>A path under ../shared/audio.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Path.GetDirectoryName(Repository)!, "shared", "audio", .. parts]);

    /// <summary>A JSON file under ../shared/audio.</summary>
    public static JsonElement Json(params string[] parts)
    {
        var path = PathOf(parts);
        if (!File.Exists(path))
            throw new FileNotFoundException($"The evaluation recordings are not there: {Path.Combine(["../shared/audio", .. parts])}.");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Hansard.slnx"))) return folder.FullName;
        throw new DirectoryNotFoundException("Run the benchmarks from the repository.");
    }
}
