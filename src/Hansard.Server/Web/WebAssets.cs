using System.Reflection;
using System.Security.Cryptography;

namespace Hansard.Server.Web;

/// <summary>The page that was built into the program.</summary>
internal sealed class WebAssets
{
    private const string Folder = "web/";
    private const string IndexName = $"{Folder}index.html";
    private const string AssetFolder = $"{Folder}app/assets/";

    private readonly Dictionary<string, WebAsset> _assets = new(StringComparer.Ordinal);

    private WebAssets(byte[] index) => Index = index;

    /// <summary>The document that every view begins with, as it was built.</summary>
    public byte[] Index { get; }

    /// <summary>Reads all of it into memory, where it takes less than a megabyte.</summary>
    /// <param name="assembly">The program.</param>
    /// <returns>Null where the program was built without it.</returns>
    public static WebAssets? Load(Assembly assembly)
    {
        if (Read(assembly, IndexName) is not { } index) return null;
        var assets = new WebAssets(index);
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (!resource.StartsWith(AssetFolder, StringComparison.Ordinal)) continue;
            if (ContentTypeOf(resource) is not { } contentType) continue;
            var content = Read(assembly, resource)!;
            assets._assets.Add(resource[AssetFolder.Length..], new WebAsset(
                contentType, content, Read(assembly, $"{resource}.br"), Read(assembly, $"{resource}.gz"),
                Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))));
        }

        return assets;
    }

    /// <summary>The file of that name below /app/assets; null where there is none.</summary>
    public WebAsset? Find(string name) => _assets.GetValueOrDefault(name);

    // Null: a compressed form of another file.
    private static string? ContentTypeOf(string resource) => Path.GetExtension(resource) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".json" => "application/json",
        ".br" or ".gz" => null,
        var other => throw new NotSupportedException($"The page has a file {resource}: say here what media type '{other}' is."),
    };

    private static byte[]? Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource);
        if (stream is null) return null;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
