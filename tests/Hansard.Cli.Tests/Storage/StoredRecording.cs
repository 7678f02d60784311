using Microsoft.Data.Sqlite;

namespace Hansard.Cli.Tests.Storage;

/// <summary>Recordings in a data directory that no server uses.</summary>
internal static class StoredRecording
{
    /// <summary>Adds one, as a server does.</summary>
    /// <param name="data">The data directory.</param>
    /// <param name="text">Its bytes.</param>
    /// <returns>Its path.</returns>
    public static string Add(string data, string text)
    {
        var blob = Guid.CreateVersion7().ToString();
        var path = Path.Combine(data, "files", blob[^2..], blob);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "hansard.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            INSERT INTO files (id, project_id, blob, filename, size, source, created_at)
            SELECT $id, id, $blob, 'a.wav', $size, 'public_api', 1 FROM projects
            """;
        command.Parameters.AddWithValue("$id", Guid.NewGuid().ToString());
        command.Parameters.AddWithValue("$blob", blob);
        command.Parameters.AddWithValue("$size", text.Length);
        Assert.Equal(1, command.ExecuteNonQuery());
        return path;
    }
}
