using System.Data.Common;
using Dapper;

namespace Hansard.Server.Storage.Sql;

/// <summary>The numbers that triggers keep of each project, so that nobody counts rows.</summary>
internal static class ProjectCounts
{
    /// <summary>Files by where they came from.</summary>
    public static SourceCounts Files(DbConnection connection, string project)
        => Of(connection, "files, playground_files", project);

    /// <summary>Transcriptions that are kept, by where they came from.</summary>
    public static SourceCounts Transcriptions(DbConnection connection, string project)
        => Of(connection, "transcriptions, playground_transcriptions", project);

    /// <summary>Transcriptions that have not ended, also those that are not kept.</summary>
    public static long Pending(DbConnection connection, string project)
        => connection.ExecuteScalar<long>("SELECT pending FROM project_counts WHERE project_id = @project", new { project });

    private static SourceCounts Of(DbConnection connection, string columns, string project)
    {
        var (total, playground) = connection.QuerySingleOrDefault<(long, long)>(
            $"SELECT {columns} FROM project_counts WHERE project_id = @project", new { project });
        return new SourceCounts(total, total - playground, playground);
    }
}
