using System.CommandLine;
using Hansard.Cli.Remote.Api;
using Hansard.Cli.Remote.Connection;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>hansard delete: deletes transcriptions and files from a server.</summary>
internal static class DeleteCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var ids = new Argument<string[]>("ID")
        {
            Description = "Transcriptions or files, or the beginnings of their ids.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var withFiles = new Option<bool>("--with-files") { Description = "Delete the uploads of transcriptions as well." };
        var allFiles = new Option<bool>("--all-files", "--delete_all_files") { Description = "Delete all files." };
        var allTranscriptions = new Option<bool>("--all-transcriptions", "--delete_all_transcriptions")
        {
            Description = "Delete all transcriptions that are not being processed.",
        };
        var yes = new Option<bool>("--yes") { Description = "Delete all without asking." };
        var command = new Command("delete", "Delete transcriptions and files from a server.")
        {
            ids, withFiles, allFiles, allTranscriptions, yes,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await Task.Yield(); // Until then an interrupt would end the process at once.
            var named = arguments.GetValue(ids)!;
            var (files, transcriptions) = (arguments.GetValue(allFiles), arguments.GetValue(allTranscriptions));
            if ((files || transcriptions) == named.Length > 0)
                throw new UsageException("Name transcriptions or files, or give --all-files or --all-transcriptions.");
            var connection = await ConnectionOptions.ResolveAsync(arguments, cancellationToken).ConfigureAwait(false);
            using var api = new ApiClient(connection, Patience.Short, Notes.Write);
            if (named.Length > 0)
                return await DeleteAsync(api, named, arguments.GetValue(withFiles), cancellationToken).ConfigureAwait(false);
            var what = files && transcriptions ? "files and transcriptions" : files ? "files" : "transcriptions";
            if (!arguments.GetValue(yes) && !Confirm($"Delete all {what} of {api.Server}?"))
            {
                Notes.Write("nothing was deleted.");
                return CommandLine.Failed;
            }
            if (transcriptions) await Deletion.DeleteAllAsync(api, Resources.Transcriptions, cancellationToken).ConfigureAwait(false);
            if (files) await Deletion.DeleteAllAsync(api, Resources.Files, cancellationToken).ConfigureAwait(false);
            return 0;
        });
        return command.WithConnection();
    }

    private static async Task<int> DeleteAsync(ApiClient api, string[] named, bool withFiles, CancellationToken cancellationToken)
    {
        var failed = 0;
        foreach (var typed in named)
        {
            try
            {
                await DeleteAsync(api, typed, withFiles, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is RefusedException { Status: not 401 } or InvalidDataException)
            {
                failed++;
                Notes.Write($"{typed}: {e.Message}");
            }
        }
        return failed == 0 ? 0 : CommandLine.Failed;
    }

    private static async Task DeleteAsync(ApiClient api, string typed, bool withFiles, CancellationToken cancellationToken)
    {
        if (await IdArgument.FindAsync(api, Resources.Transcriptions, typed, cancellationToken).ConfigureAwait(false) is { } job)
        {
            var file = withFiles ? (await api.FindTranscriptionAsync(job, cancellationToken).ConfigureAwait(false))?.FileId : null;
            if (await api.DeleteAsync(Resources.Transcriptions, job, cancellationToken).ConfigureAwait(false))
            {
                if (file is not null) await api.DeleteAsync(Resources.Files, file, cancellationToken).ConfigureAwait(false);
                return;
            }
        }
        if (await IdArgument.FindAsync(api, Resources.Files, typed, cancellationToken).ConfigureAwait(false) is { } id
            && await api.DeleteAsync(Resources.Files, id, cancellationToken).ConfigureAwait(false)) return;
        throw new InvalidDataException("There is no transcription or file with this id: see 'hansard list'.");
    }

    private static bool Confirm(string question)
    {
        if (Console.IsInputRedirected) throw new UsageException("Nobody can be asked here: --yes deletes all without asking.");
        Console.Error.Write($"{question} [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
