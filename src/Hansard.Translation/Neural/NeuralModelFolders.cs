using Hansard.Engine.Models;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hansard.Translation.Neural;

/// <summary>Finds the translation models in a models folder, by their own config.json, without loading them.</summary>
internal static partial class NeuralModelFolders
{
    /// <summary>A folder with a translation model.</summary>
    /// <param name="Path">The folder.</param>
    /// <param name="Name">Its path below the models folder.</param>
    /// <param name="Pairs">What it translates; many for a model that names languages.</param>
    /// <param name="IsManyToMany">Whether it is one of those, which do less well at one pair than a model for that pair.</param>
    public sealed record Found(string Path, string Name, IReadOnlyList<LanguagePair> Pairs, bool IsManyToMany);

    /// <summary>The models, at most two folders deep.</summary>
    public static IReadOnlyList<Found> In(string modelsDirectory)
    {
        if (!Directory.Exists(modelsDirectory)) return [];
        var folders = Directory.EnumerateDirectories(modelsDirectory)
            .SelectMany(d => Directory.EnumerateDirectories(d).Prepend(d)).Order(StringComparer.Ordinal);
        return [.. folders.Select(f => Describe(f, Path.GetRelativePath(modelsDirectory, f))).OfType<Found>()];
    }

    private static Found? Describe(string folder, string name)
    {
        var path = Path.Combine(folder, "config.json");
        if (!File.Exists(path)) return null;
        try
        {
            using var config = JsonDocument.Parse(ModelDocument.Read(path));
            switch (Text(config, "model_type"))
            {
                case "marian":
                    return PairOf(config, folder) is { } pair ? new Found(folder, name, [pair], IsManyToMany: false) : null;
                case "m2m_100":
                    var languages = LanguageTokens.Load(Path.Combine(folder, "tokenizer.json")).Languages;
                    return new Found(
                        folder, name, [.. from s in languages from t in languages where s != t select new LanguagePair(s, t)],
                        IsManyToMany: true);
                default:
                    return null;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or IOException)
        {
            // Half a model, or none: it is not offered. Loading it by name says what is wrong.
            return null;
        }
    }

    // The model's own word; else the tokenizer's; else the folder's name, as in opus-mt-en-es.
    private static LanguagePair? PairOf(JsonDocument config, string folder)
    {
        if (Pair(config) is { } stated) return stated;
        var path = Path.Combine(folder, "tokenizer_config.json");
        if (File.Exists(path))
        {
            using var tokenizer = JsonDocument.Parse(ModelDocument.Read(path));
            if (Pair(tokenizer) is { } named) return named;
        }

        var match = FolderName().Match(Path.GetFileName(folder));
        return match.Success ? new LanguagePair(match.Groups[1].Value, match.Groups[2].Value) : null;
    }

    private static LanguagePair? Pair(JsonDocument document)
        => Text(document, "source_lang") is { Length: 2 } source
            && Text(document, "target_lang") is { Length: 2 } target ? new LanguagePair(source, target) : null;

    private static string? Text(JsonDocument document, string name)
        => document.RootElement.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex(@"(?:^|-)([a-z]{2})-([a-z]{2})$")]
    private static partial Regex FolderName();
}
