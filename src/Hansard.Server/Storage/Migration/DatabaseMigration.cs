using System.Data;
using System.Data.Common;
using Dapper;
using Hansard.Server.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace Hansard.Server.Storage.Migration;

/// <summary>Copies a server's SQLite database into PostgreSQL, while the server may serve.</summary>
/// <remarks>
/// Each run copies all of it, as it is at one moment, in one transaction, in place of what a former run has copied; and reads the copy
/// again, by the hash of all rows of each table, before it counts. So it can be run days before, and once more when the old server has been
/// stopped.
/// </remarks>
internal sealed class DatabaseMigration(ISqlDatabase from, NpgsqlDataSource to)
{
    /// <summary>Copies.</summary>
    /// <param name="progress">Told of each table that has been copied and compared.</param>
    /// <param name="cancellationToken">Stops between two rows, leaving what was there before.</param>
    /// <exception cref="InvalidDataException">
    /// A server has been started with the database that is copied to, or the copy is not the same.
    /// </exception>
    public async Task RunAsync(IProgress<CopiedTable> progress, CancellationToken cancellationToken)
    {
        await using var connection = await to.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CheckUnused(connection);
        var names = string.Join(", ", MigratedTable.All.Select(table => table.Name));
        connection.Execute(
            $"TRUNCATE {names}, project_counts, transcription_changes, passages, leases, parts, part_leases, partial_transcripts");
        from.Read(source =>
        {
            // One state of it for all tables, and nobody who writes waits.
            source.Execute("BEGIN TRANSACTION");
            try
            {
                foreach (var table in MigratedTable.All) progress.Report(Copy(source, connection, table, cancellationToken));
                foreach (var (name, last) in source.Query<(string, long)>("SELECT name, seq FROM sqlite_sequence WHERE seq > 0"))
                    Continue(connection, name, last);
                return true;
            }
            finally
            {
                source.Execute("COMMIT TRANSACTION");
            }
        });
        await transaction.CommitAsync(cancellationToken);
    }

    // What it has since then would be lost.
    private static void CheckUnused(NpgsqlConnection connection)
    {
        if (connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM cluster_versions)"))
            throw new InvalidDataException(
                "A server has been started with that database already, and what it has stored would be lost: go on with it, or name an "
                + "empty one.");
    }

    private static CopiedTable Copy(
        DbConnection source, NpgsqlConnection target, MigratedTable table, CancellationToken cancellationToken)
    {
        var columns = Columns(source, target, table);
        var list = string.Join(", ", columns.Select(column => column.Name));
        var order = string.Join(", ", table.Key);
        using var copied = new TableDigest();
        using (var rows = source.ExecuteReader($"SELECT {list} FROM {table.Name} WHERE {table.Where ?? "true"} ORDER BY {order}"))
        using (var import = target.BeginBinaryImport($"COPY {table.Name} ({list}) FROM STDIN (FORMAT BINARY)"))
        {
            while (rows.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var values = columns.Select((column, i) => table.Copied(column.Name, Value(rows, i))).ToArray();
                import.StartRow();
                for (var i = 0; i < values.Length; i++)
                {
                    if (values[i] is null) import.WriteNull();
                    else import.Write(values[i], columns[i].Type);
                }
                copied.Add(values);
            }

            import.Complete();
        }

        Compare(target, table, columns, copied);
        return new CopiedTable(table.Name, copied.Rows);
    }

    private static void Compare(
        NpgsqlConnection target, MigratedTable table, List<(string Name, NpgsqlDbType Type)> columns, TableDigest copied)
    {
        // As SQLite orders texts.
        var texts = columns.Where(column => column.Type is NpgsqlDbType.Text).Select(column => column.Name).ToHashSet();
        var order = string.Join(", ", table.Key.Select(key => texts.Contains(key) ? $"{key} COLLATE \"C\"" : key));
        var list = string.Join(", ", columns.Select(column => column.Name));
        using var found = new TableDigest();
        using (var rows = target.ExecuteReader($"SELECT {list} FROM {table.Name} ORDER BY {order}"))
            while (rows.Read()) found.Add(columns.Select((_, i) => Value(rows, i)));
        if (found.Rows != copied.Rows || found.End() != copied.End())
            throw new InvalidDataException($"The copy of the table {table.Name} is not the same: nothing has been changed.");
    }

    private static List<(string Name, NpgsqlDbType Type)> Columns(DbConnection source, NpgsqlConnection target, MigratedTable table)
    {
        var there = target.Query<(string Name, string Type)>(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = @Name",
            new { table.Name }).ToDictionary(column => column.Name, column => Type(column.Type), StringComparer.Ordinal);
        var here = source.Query<string>("SELECT name FROM pragma_table_info(@Name) ORDER BY cid", new { table.Name }).AsList();
        if (here.FirstOrDefault(name => !there.ContainsKey(name)) is { } missing)
            throw new InvalidDataException($"The table {table.Name} has a column {missing} that PostgreSQL's has not.");
        return here.ConvertAll(name => (name, there[name]));
    }

    private static NpgsqlDbType Type(string name) => name switch
    {
        "text" => NpgsqlDbType.Text,
        "bigint" => NpgsqlDbType.Bigint,
        "bytea" => NpgsqlDbType.Bytea,
        _ => throw new InvalidDataException($"A column of type {name} cannot be copied."),
    };

    private static object? Value(IDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetValue(column);

    // No number is given a second time, also of rows that are gone.
    private static void Continue(NpgsqlConnection target, string table, long last)
    {
        var column = table == "leases" ? "fence" : "seq";
        if (table != "leases" && !MigratedTable.All.Any(one => one.Name == table && one.IsNumbered)) return;
        target.Execute("SELECT setval(pg_get_serial_sequence(@table, @column), @last)", new { table, column, last });
    }
}

/// <summary>A table that has been copied and compared.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record CopiedTable(string Name, long Rows);
