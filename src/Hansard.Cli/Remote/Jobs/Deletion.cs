using Hansard.Cli.Remote.Api;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>Deletes everything of a kind.</summary>
internal static class Deletion
{
    /// <summary>Deletes all files, or all transcriptions that are not being processed, and says how many.</summary>
    public static async Task DeleteAllAsync(ApiClient api, string kind, CancellationToken cancellationToken)
    {
        var (deleted, left) = (0, 0);
        // Listed first: what is added meanwhile is not meant.
        var ids = new List<string>();
        await foreach (var row in api.ListAsync(kind, ApiClient.LargestPage, cancellationToken).ConfigureAwait(false))
            if (row.Text("id") is { } id) ids.Add(id);
        try
        {
            foreach (var id in ids)
            {
                try
                {
                    if (await api.DeleteAsync(kind, id, cancellationToken).ConfigureAwait(false)) deleted++;
                }
                catch (RefusedException refused) when (refused.Status == 409)
                {
                    left++;
                }
            }
        }
        finally
        {
            Console.WriteLine($"Deleted {deleted} {(deleted == 1 ? kind[..^1] : kind)}.");
        }
        if (left == 1) Notes.Write($"1 {kind[..^1]} is being processed and was left: cancel it, or wait for its end.");
        else if (left > 1) Notes.Write($"{left} {kind} are being processed and were left: cancel them, or wait for their ends.");
    }
}
