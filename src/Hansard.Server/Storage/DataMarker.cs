using System.Text.Json;

namespace Hansard.Server.Storage;

/// <summary>The file by which a data directory is known to be a server's, with the id that its database has too.</summary>
/// <param name="Id">A UUID, made with the directory's first database.</param>
/// <param name="About">For people who find the file.</param>
internal sealed record DataMarker(string Id, string About)
{
    private const string Explanation =
        "Hansard keeps recordings in this folder, and their names in hansard.db. Back both up together. Keep nothing of your own in "
        + "files/ and temporary/.";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The id of a data directory; null when it has no marker.</summary>
    /// <exception cref="IOException">The marker cannot be read.</exception>
    public static string? Read(DataDirectory directory)
    {
        try
        {
            var marker = JsonSerializer.Deserialize<DataMarker>(File.ReadAllBytes(directory.MarkerFile), Format);
            if (marker?.Id is { Length: > 0 } id) return id;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException)
        {
            // As below.
        }

        throw new IOException(
            $"{directory.MarkerFile} is damaged: restore it from a backup, or delete it if {directory.DatabaseFile} is this folder's "
            + "own database.");
    }

    /// <summary>Writes the marker, whole or not at all.</summary>
    public static void Write(DataDirectory directory, string id)
    {
        var unfinished = directory.MarkerFile + ".new";
        File.Delete(unfinished);
        using (var file = PrivateFile.Open(unfinished, FileMode.CreateNew, FileAccess.Write))
        {
            file.Write(JsonSerializer.SerializeToUtf8Bytes(new DataMarker(id, Explanation), Format));
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, directory.MarkerFile, overwrite: true);
    }
}
