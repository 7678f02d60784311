using System.CommandLine;
using Hansard.Cli.Remote.Api;
using Hansard.Cli.Remote.Connection;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>hansard cancel: ends transcriptions that are not wanted any more.</summary>
internal static class CancelCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var ids = new Argument<string[]>("ID")
        {
            Description = "Transcriptions, or the beginnings of their ids.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("cancel", "Cancel transcriptions that have not ended.") { ids };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await Task.Yield(); // Until then an interrupt would end the process at once.
            var connection = await ConnectionOptions.ResolveAsync(arguments, cancellationToken).ConfigureAwait(false);
            using var api = new ApiClient(connection, Patience.Short, Notes.Write);
            var failed = 0;
            foreach (var typed in arguments.GetValue(ids)!)
            {
                try
                {
                    var id = await IdArgument.ResolveAsync(api, Resources.Transcriptions, typed, cancellationToken).ConfigureAwait(false);
                    await CancelAsync(api, id, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception e) when (e is RefusedException { Status: not 401 } or InvalidDataException)
                {
                    failed++;
                    Notes.Write($"{typed}: {e.Message}");
                }
            }
            return failed == 0 ? 0 : CommandLine.Failed;
        });
        return command.WithConnection();
    }

    private static async Task CancelAsync(ApiClient api, string id, CancellationToken cancellationToken)
    {
        try
        {
            await api.PostAsync($"{Resources.PathOf(Resources.Transcriptions, id)}/cancel", null, cancellationToken).ConfigureAwait(false);
        }
        catch (RefusedException refused) when (refused.Status is 404 or 405 && refused.Type != "transcription_not_found")
        {
            throw new InvalidDataException("This server cannot cancel. One that is still queued can be deleted: 'hansard delete'.");
        }
    }
}
