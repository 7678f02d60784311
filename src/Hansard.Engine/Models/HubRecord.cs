using System.Text.Json;
using Hansard.Engine.Temporary;

namespace Hansard.Engine.Models;

/// <summary>The file <c>hub.json</c> of a model that was pulled from a hub: written when all of it is there.</summary>
/// <param name="Name">The model's name on the hub.</param>
/// <param name="Commit">The commit that its files are of.</param>
/// <param name="Files">Its files.</param>
internal sealed record HubRecord(string Name, string Commit, IReadOnlyList<ModelFile> Files)
{
    private const string FileName = "hub.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
    };

    /// <summary>Reads the record of a folder.</summary>
    /// <returns>Null where there is none, none that can be read, or one with a file outside the folder.</returns>
    public static HubRecord? Read(string folder)
    {
        try
        {
            // A folder may come from elsewhere, and what its record names is read and removed.
            var record = JsonSerializer.Deserialize<HubRecord>(ModelDocument.Read(Path.Combine(folder, FileName)), Json);
            return record?.Files.All(file => file is not null && ModelCatalogue.IsInside(file.Path)) is true ? record : null;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // Of a download that has not come to its end, what is there is not all.
            return null;
        }
    }

    /// <summary>Writes the record of a folder, at once or not at all.</summary>
    public void Write(string folder)
        => PendingFile.Write(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, Json), overwrite: true);
}
