using System.IO.Compression;
using Hansard.Engine.Tests;

namespace Hansard.Resilience.LongLife;

/// <summary>Archives of what a server left when it was stopped, one for each version of the schema.</summary>
/// <remarks>See tests/fixtures/data/README.md.</remarks>
internal static class SchemaFixture
{
    /// <summary>Name of the file in an archive that has the statements of a PostgreSQL's database.</summary>
    public const string Dump = "database.sql";

    /// <summary>A data folder with its database.</summary>
    /// <param name="version">Of the schema.</param>
    public static string Sqlite(int version) => PathOf($"sqlite-{version:00}.zip");

    /// <summary>A data folder, and a dump of the database.</summary>
    /// <param name="version">Of the schema.</param>
    public static string Postgres(int version) => PathOf($"postgres-{version:00}.zip");

    /// <summary>Gives the contents of an archive.</summary>
    /// <returns>A new folder.</returns>
    public static async Task<string> UnpackAsync(string fixture)
    {
        var folder = Directory.CreateTempSubdirectory("hansard-test-").FullName;
        await ZipFile.ExtractToDirectoryAsync(fixture, folder);
        return folder;
    }

    /// <summary>Makes an archive of a folder, with one file in place of its database.</summary>
    public static async Task PackAsync(string folder, string file, string name, string fixture)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(fixture)!);
        await using var archive = await ZipFile.OpenAsync(fixture, ZipArchiveMode.Create);
        foreach (var path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var inside = Path.GetRelativePath(folder, path);
            if (!inside.StartsWith("hansard.db", StringComparison.Ordinal))
                await archive.CreateEntryFromFileAsync(path, inside, CompressionLevel.SmallestSize);
        }
        await archive.CreateEntryFromFileAsync(file, name, CompressionLevel.SmallestSize);
    }

    private static string PathOf(string name) => Fixtures.PathOf("data", "schemas", name);
}
