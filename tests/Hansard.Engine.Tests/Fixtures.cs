using System.Runtime.InteropServices;
using System.Text.Json;

namespace Hansard.Engine.Tests;

/// <summary>Where tests find the repository's models and fixtures, and how they read golden data.</summary>
internal static class Fixtures
{
    /// <summary>The folder that holds Hansard.slnx.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The folder of models, for <see cref="EngineOptions.ModelsDirectory"/>.</summary>
    public static string Models { get; } = Path.Combine(Repository, "models");

    /// <summary>The shared material beside the repository: recordings that must not be copied into it.</summary>
    public static string SharedDirectory { get; } = Path.Combine(Path.GetDirectoryName(Repository)!, "shared");

    /// <summary>Whether <see cref="SharedDirectory"/> is there.</summary>
    public static bool HasShared { get; } = Directory.Exists(SharedDirectory);

    /// <summary>A path under tests/fixtures, such as <c>PathOf("audio", "clips", "en_test.wav")</c>.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Repository, "tests", "fixtures", .. parts]);

    /// <summary>A path under the shared material; only for tests marked <see cref="SharedFactAttribute"/>.</summary>
    public static string SharedPathOf(params string[] parts) => Path.Combine([SharedDirectory, .. parts]);

    /// <summary>A golden file tests/fixtures/golden/<paramref name="parts"/> of little-endian float32.</summary>
    public static float[] GoldenFloats(params string[] parts)
        => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(PathOf(["golden", .. parts]))).ToArray();

    /// <summary>A golden JSON file tests/fixtures/golden/<paramref name="parts"/>.</summary>
    public static JsonElement GoldenJson(params string[] parts) => Json(PathOf(["golden", .. parts]));

    /// <summary>The root of a JSON file.</summary>
    public static JsonElement Json(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Hansard.slnx"))) return folder.FullName;
        throw new DirectoryNotFoundException(
            $"No folder above {AppContext.BaseDirectory} holds Hansard.slnx: run the tests from the repository.");
    }
}
