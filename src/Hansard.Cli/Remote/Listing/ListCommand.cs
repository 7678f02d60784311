using System.CommandLine;
using System.Text.Json;
using Hansard.Cli.Display;
using Hansard.Cli.Remote.Api;
using Hansard.Cli.Remote.Connection;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Remote.Listing;

/// <summary>hansard list: the transcriptions or files of a project.</summary>
internal static class ListCommand
{
    // A narrower terminal has room for an age, but not for a date.
    private const int WideEnoughForDates = 110;

    private static readonly string[] Statuses = ["queued", "processing", "completed", "error"];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var files = new Option<bool>("--files") { Description = "List files in place of transcriptions." };
        var status = new Option<string?>("--status")
        {
            Description = "Only transcriptions that are so.",
            HelpName = string.Join('|', Statuses),
        };
        var limit = new Option<int>("--limit") { Description = "How many at most.", DefaultValueFactory = _ => 50 };
        var all = new Option<bool>("--all") { Description = "All that there are." };
        var json = new Option<bool>("--json") { Description = "Print a JSON array." };
        limit.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var value) && value > 0))
                result.AddError($"--limit takes a whole number from 1 on, not '{token.Value}'.");
        });
        var command = new Command("list", "List transcriptions or files, the newest first.") { files, status, limit, all, json };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await Task.Yield(); // Until then an interrupt would end the process at once.
            var (isFiles, wanted) = (arguments.GetValue(files), arguments.GetValue(status));
            if (wanted is not null && !Statuses.Contains(wanted))
                throw new UsageException($"--status takes queued, processing, completed or error, not '{wanted}'.");
            if (wanted is not null && isFiles) throw new UsageException("--status has no meaning with --files.");
            var connection = await ConnectionOptions.ResolveAsync(arguments, cancellationToken).ConfigureAwait(false);
            using var api = new ApiClient(connection, Patience.Short, Notes.Write);
            var most = arguments.GetValue(all) ? int.MaxValue : arguments.GetValue(limit);
            var kind = isFiles ? Resources.Files : Resources.Transcriptions;
            var (rows, hasMore) = await ReadAsync(api, kind, wanted, most, cancellationToken).ConfigureAwait(false);
            if (arguments.GetValue(json)) JsonOutput.Write(rows);
            else if (isFiles) WriteFiles(rows);
            else WriteTranscriptions(rows);
            if (hasMore && !arguments.GetValue(json)) Notes.Write($"there are more: --all lists them, and --limit more than {most}.");
            return 0;
        });
        return command.WithConnection();
    }

    private static async Task<(List<JsonElement> Rows, bool HasMore)> ReadAsync(
        ApiClient api, string kind, string? status, int most, CancellationToken cancellationToken)
    {
        var rows = new List<JsonElement>();
        var page = status is null ? (int)Math.Min(ApiClient.LargestPage, most + 1L) : ApiClient.LargestPage;
        await foreach (var row in api.ListAsync(kind, page, cancellationToken).ConfigureAwait(false))
        {
            if (status is not null && row.Text("status") != status) continue;
            if (rows.Count == most) return (rows, true);
            rows.Add(row);
        }
        return (rows, false);
    }

    private static void WriteTranscriptions(IEnumerable<JsonElement> rows)
        => Table.Write(
            Console.Out,
            [
                new Column<RemoteTranscription>("ID", job => job.Id),
                new("STATUS", job => job.Status),
                new("LENGTH", job => Moment.Show(job.Duration), Rank: 2) { IsRight = true },
                Created<RemoteTranscription>(job => job.CreatedAt),
                new("NAME", job => job.Filename) { MayBeCut = true },
                new("REFERENCE", job => job.ClientReferenceId ?? "", Rank: 3) { MayBeCut = true },
                new("MODEL", job => job.Model, Rank: 4),
            ],
            [.. rows.Select(row => new RemoteTranscription(row))],
            Table.TerminalWidth);

    private static void WriteFiles(IEnumerable<JsonElement> rows)
        => Table.Write(
            Console.Out,
            [
                new Column<RemoteFile>("ID", file => file.Id),
                new("SIZE", file => ByteSize.Format(file.Size)) { IsRight = true },
                Created<RemoteFile>(file => file.CreatedAt),
                new("NAME", file => file.Filename) { MayBeCut = true },
                new("REFERENCE", file => file.ClientReferenceId ?? "", Rank: 3) { MayBeCut = true },
            ],
            [.. rows.Select(row => new RemoteFile(row))],
            Table.TerminalWidth);

    private static Column<T> Created<T>(Func<T, DateTimeOffset?> time)
        => Table.TerminalWidth is < WideEnoughForDates
            ? new Column<T>("AGE", row => Moment.Age(time(row), DateTimeOffset.UtcNow), Rank: 1) { IsRight = true }
            : new Column<T>("CREATED (UTC)", row => Moment.Show(time(row)), Rank: 1);
}
