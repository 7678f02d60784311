using System.CommandLine;
using Hansard.Cli.Serve;

namespace Hansard.Cli.Storage;

/// <summary>hansard storage: works on the recordings of a server, which may be running.</summary>
internal static class StorageCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new("storage", "Move a server's recordings to a bucket, or a folder that servers share.") { Move() };

    private static Command Move()
    {
        var data = ServerDataOptions.Data();
        var config = ServerDataOptions.Config();
        var objects = ServerDataOptions.Objects();
        var database = ServerDataOptions.Database();
        var remove = new Option<bool>("--remove")
        {
            Description = "Remove what is there, byte for byte, from the data directory afterwards.",
        };
        var command = new Command(
            "move", "Copy all recordings from the data directory; what is there already is not copied again.")
        {
            objects, remove, data, config, database,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var place = arguments.GetValue(objects);
            using var server = ServerData.Open(
                arguments.GetValue(data), arguments.GetValue(config), MissingData.Refuse, place, arguments.GetValue(database));
            using var recordings = ServerRecordings.Open(server);
            if (arguments.GetValue(remove)) recordings.CheckRemoval();
            await recordings.PrepareAsync(cancellationToken).ConfigureAwait(false);
            return await MoveAsync(recordings, arguments.GetValue(remove), cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>Copies recordings, and says how many.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> CopyAsync(ServerRecordings recordings, CancellationToken cancellationToken)
        => MoveAsync(recordings, remove: false, cancellationToken);

    private static async Task<int> MoveAsync(ServerRecordings recordings, bool remove, CancellationToken cancellationToken)
    {
        var lines = new MoveLines(Console.Error);
        var totals = await recordings.Move.CopyAsync(lines, cancellationToken).ConfigureAwait(false);
        await Console.Out.WriteLineAsync(
            $"Copied {totals.Copied} recordings to {recordings.Place}; {totals.WasThere} were there; {totals.Failed} could not be copied.")
            .ConfigureAwait(false);
        if (remove)
        {
            await recordings.RememberAsync().ConfigureAwait(false);
            var removed = await recordings.Move.RemoveAsync(lines, cancellationToken).ConfigureAwait(false);
            await Console.Out.WriteLineAsync($"Removed {removed} recordings from the data directory.").ConfigureAwait(false);
        }

        return totals.Failed == 0 && !lines.HasFaults ? 0 : CommandLine.Failed;
    }
}
