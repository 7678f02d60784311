using System.CommandLine;
using Hansard.Cli.Serve;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Migration;

namespace Hansard.Cli.Storage;

/// <summary>hansard migrate: takes a server with a database of its own to one that servers share.</summary>
internal static class MigrateCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var to = new Option<string>("--to")
        {
            Description = "The PostgreSQL: postgres://USER@HOST:PORT/NAME, with the password in PGPASSWORD.",
            Required = true,
        };
        var data = ServerDataOptions.Data();
        var config = ServerDataOptions.Config();
        var objects = ServerDataOptions.Objects();
        var command = new Command(
            "migrate",
            "Copy a server's database to PostgreSQL, and its recordings to a place that servers share, while it serves. Can be repeated.")
        {
            to, objects, data, config,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var (folder, settings, place) = (arguments.GetValue(data), arguments.GetValue(config), arguments.GetValue(objects));
            using var source = ServerData.Open(folder, settings, MissingData.Refuse, place);
            ServerRecordings.CheckNamed(source.Options);
            using var target = source.Shared(arguments.GetValue(to)!);
            using var recordings = ServerRecordings.Open(target);
            await recordings.PrepareAsync(cancellationToken).ConfigureAwait(false);

            var rows = new CopiedRows();
            await new DatabaseMigration(source.Database, target.Connections!).RunAsync(rows, cancellationToken).ConfigureAwait(false);
            await Console.Out.WriteLineAsync($"Copied {rows.Count} rows of {rows.Tables} tables, and compared them.").ConfigureAwait(false);
            var code = await StorageCommand.CopyAsync(recordings, cancellationToken).ConfigureAwait(false);
            if (code != 0) return code;
            await Console.Out.WriteLineAsync(Next(arguments.GetValue(to)!, recordings.Place)).ConfigureAwait(false);
            if (KeysOfVoices(source.Directory) is { } keys) await Console.Out.WriteLineAsync(keys).ConfigureAwait(false);
            return code;
        });
        return command;
    }

    private static string Next(string database, string place)
        => $"Then stop the old server, run this once more, and start the new one: hansard serve --database {database} --objects {place}";

    // What is encrypted with them has been copied, and they have not: each node has a data directory of its own.
    private static string? KeysOfVoices(DataDirectory directory)
        => Directory.Exists(directory.ProtectionKeys) && Directory.EnumerateFiles(directory.ProtectionKeys).Any()
            ? $"Copy {directory.ProtectionKeys} into the data directory of each node: without it, no voice of a known speaker can be read."
            : null;

    private sealed class CopiedRows : IProgress<CopiedTable>
    {
        public long Count { get; private set; }

        public int Tables { get; private set; }

        public void Report(CopiedTable value) => (Count, Tables) = (Count + value.Rows, Tables + 1);
    }
}
