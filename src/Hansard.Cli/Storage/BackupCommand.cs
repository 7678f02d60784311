using System.CommandLine;
using Hansard.Cli.Display;
using Hansard.Cli.Serve;
using Hansard.Server.Configuration;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Backup;

namespace Hansard.Cli.Storage;

/// <summary>hansard backup: copies all that a server has, while it serves.</summary>
internal static class BackupCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var target = new Argument<string>("folder")
        {
            Description = "The folder of the backup: a new one, or one whose backup was interrupted.",
        };
        var since = new Option<string?>("--since")
        {
            Description = "An earlier backup on the same disk: what is in it takes no room again, and no time.",
        };
        var data = ServerDataOptions.Data();
        var config = ServerDataOptions.Config();
        var objects = ServerDataOptions.Objects();
        var database = ServerDataOptions.Database();
        var command = new Command(
            "backup", "Copy a server's database, recordings and keys, as they are at one moment, while it serves.")
        {
            target, since, data, config, database, objects,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var options = ServerDataOptions.Load(
                arguments.GetValue(data), arguments.GetValue(config), arguments.GetValue(objects), arguments.GetValue(database));
            CheckOwn(options);
            var folder = arguments.GetValue(target)!;
            var backup = new DataBackup(DataDirectory.At(options.Data));
            var lines = new BackupLines(Console.Error);
            var totals = await backup.RunAsync(folder, arguments.GetValue(since), lines, cancellationToken).ConfigureAwait(false);
            await Console.Out.WriteLineAsync(
                $"Backed up {totals.Count} recordings ({ByteSize.Format(totals.Bytes)}) to {Path.GetFullPath(folder)}; {totals.Linked} of "
                + "them were there.").ConfigureAwait(false);
            return totals.Missing == 0 ? 0 : CommandLine.Failed;
        });
        return command;
    }

    // What several servers share has tools that see all of it.
    private static void CheckOwn(HansardServerOptions options)
    {
        if (options.Database is { } address)
        {
            throw new IOException(
                "Servers that share a database are backed up by its own tools, and after it what is in its place of recordings: "
                + $"pg_dump --format=custom --file=hansard.dump '{address}', then {CopyOf(options.Objects ?? "PLACE")}. "
                + "See docs/scale.md#backup.");
        }

        if (options.Objects is { } place)
        {
            throw new IOException(
                $"The recordings are in {place}, and are backed up there, after the database: sqlite3 "
                + $"{Path.Combine(options.Data, "hansard.db")} '.backup hansard.db', then {CopyOf(place)}. "
                + "See docs/scale.md#backup.");
        }
    }

    private static string CopyOf(string place) => place.StartsWith("s3://", StringComparison.Ordinal)
        ? $"a copy of the bucket ('aws s3 sync {place} COPY'), or versions of it"
        : $"a copy of the folder ('cp -a {place} COPY')";
}
