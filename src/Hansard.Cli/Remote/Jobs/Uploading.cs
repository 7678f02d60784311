using Hansard.Cli.Remote.Api;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>Uploads files so that none is uploaded twice, whenever the command or the server is interrupted.</summary>
/// <param name="api">The server.</param>
internal sealed class Uploading(ApiClient api)
{
    // The newest files of the project, among which one whose answer was lost is looked for.
    private const int Recent = 200;

    // A server that ends every upload half-way is no better the next time.
    private const int MostAttempts = 20;

    /// <summary>Returns the id of the file on the server: one that was uploaded before, or the one that is uploaded now.</summary>
    /// <param name="file">The file.</param>
    /// <param name="reference">The user's own name for it; null: none.</param>
    /// <param name="point">What is known of earlier runs.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<string> RunAsync(
        LocalFile file, string? reference, ResumePoint point, JobProgress progress, CancellationToken cancellationToken)
    {
        if (await FindAsync(file, point, cancellationToken).ConfigureAwait(false) is { } known) return known;
        for (var attempt = 1; ; attempt++)
        {
            var sent = reference ?? $"hansard-{Guid.NewGuid():N}";
            point.Save(point.Entry with { UploadReference = sent, FileId = null });
            try
            {
                var uploaded = await SendAsync(file, sent, progress, cancellationToken).ConfigureAwait(false);
                point.Save(point.Entry with { FileId = uploaded.Id });
                return uploaded.Id;
            }
            catch (UnreachableException) when (attempt < MostAttempts)
            {
                progress.Waiting();
                await Task.Delay(Patience.Pause(attempt), cancellationToken).ConfigureAwait(false);
                await api.WaitUntilThereAsync(cancellationToken).ConfigureAwait(false);
                if (await FindAsync(file, point, cancellationToken).ConfigureAwait(false) is { } arrived) return arrived;
            }
        }
    }

    private async Task<RemoteFile> SendAsync(LocalFile file, string reference, JobProgress progress, CancellationToken cancellationToken)
    {
        HttpContent Form() => UploadForm.Of(file, reference, sent => progress.Uploading(sent, file.Size));
        return await api.UploadAsync(Form, cancellationToken).ConfigureAwait(false);
    }

    // By its id, or where the answer was lost, by the reference that it was sent with, which is no other's.
    private async Task<string?> FindAsync(LocalFile file, ResumePoint point, CancellationToken cancellationToken)
    {
        if (point.Entry.FileId is { } id)
            return await api.FindFileAsync(id, cancellationToken).ConfigureAwait(false) is { } known && known.Size == file.Size ? id : null;
        if (point.Entry.UploadReference is not { } reference || !reference.StartsWith("hansard-", StringComparison.Ordinal)) return null;
        var rows = api.ListAsync(Resources.Files, Recent, cancellationToken);
        await foreach (var row in rows.Take(Recent).ConfigureAwait(false))
        {
            var stored = new RemoteFile(row);
            if (stored.ClientReferenceId != reference || stored.Size != file.Size) continue;
            point.Save(point.Entry with { FileId = stored.Id });
            return stored.Id;
        }
        return null;
    }
}
