using Dapper;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>Counts rows by where they came from.</summary>
internal static class SourceCounting
{
    /// <param name="connection">Any.</param>
    /// <param name="table">files or transcriptions.</param>
    /// <param name="project">Id of the project.</param>
    public static SourceCounts Count(SqliteConnection connection, string table, string project)
    {
        var (total, playground) = connection.QuerySingle<(long, long)>(
            $"SELECT count(*), count(*) FILTER (WHERE source = 'playground') FROM {table} WHERE project_id = @project", new { project });
        return new SourceCounts(total, total - playground, playground);
    }
}
