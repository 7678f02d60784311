using System.CommandLine;
using Hansard.Cli.Display;
using Hansard.Cli.Serve;
using Hansard.Server.Storage.Backup;

namespace Hansard.Cli.Storage;

/// <summary>hansard restore: makes a data directory of a backup.</summary>
internal static class RestoreCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var source = new Argument<string>("backup") { Description = "The folder that 'hansard backup' has made." };
        var check = new Option<bool>("--check") { Description = "Read all of it and compare the hashes, and restore nothing." };
        var data = new Option<string?>("--data") { Description = "The folder to restore into, new or empty. Default: ./data." };
        var config = ServerDataOptions.Config();
        var command = new Command("restore", "Make the data directory of a server of a backup.") { source, data, check, config };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var folder = arguments.GetValue(source)!;
            var restore = new DataRestore(folder);
            var lines = new BackupLines(Console.Error);
            if (arguments.GetValue(check))
            {
                var there = await restore.CheckAsync(lines, cancellationToken).ConfigureAwait(false);
                await Console.Out.WriteLineAsync($"The backup in {Path.GetFullPath(folder)} is whole: {Sum(there)}.").ConfigureAwait(false);
                return 0;
            }

            var target = Path.GetFullPath(ServerDataOptions.Load(arguments.GetValue(data), arguments.GetValue(config)).Data);
            var totals = await restore.RunAsync(target, lines, cancellationToken).ConfigureAwait(false);
            await Console.Out.WriteLineAsync(
                $"Restored the database and {Sum(totals)} to {target}. Start a server on it: hansard serve --data {target}")
                .ConfigureAwait(false);
            return 0;
        });
        return command;
    }

    private static string Sum(BackupTotals totals)
    {
        var there = $"{totals.Count} recordings ({ByteSize.Format(totals.Bytes)})";
        return totals.Missing == 0 ? there : $"{there}, without {totals.Missing} that were missing when it was made";
    }
}
