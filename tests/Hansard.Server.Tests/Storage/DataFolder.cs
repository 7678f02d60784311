using Hansard.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Tests.Storage;

/// <summary>A data directory without a server, and what a test puts into it.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("hansard-test-");

    public string Root => _root.FullName;

    public DataDirectory Directories => DataDirectory.At(Root);

    public string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Writes a file, and the folders above it.</summary>
    /// <returns>Its path.</returns>
    public string Write(string text, params string[] parts)
    {
        var path = PathOf(parts);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Writes a recording as the object store would have.</summary>
    /// <returns>Its path.</returns>
    public string WriteRecording(string text, string? name = null)
    {
        name ??= Guid.CreateVersion7().ToString();
        return Write(text, "files", name[^2..], name);
    }

    /// <summary>Runs statements on the database, without a server.</summary>
    public void Execute(string sql) => Execute(PathOf("hansard.db"), sql);

    public static void Execute(string database, string sql)
    {
        using var connection = Connect(database);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Another program's connection to a database.</summary>
    public static SqliteConnection Connect(string database)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    public void Dispose()
    {
        // A server of the test may have done it.
        if (Directory.Exists(Root)) Directory.Delete(Root, recursive: true);
    }
}
