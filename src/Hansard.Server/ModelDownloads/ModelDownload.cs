using Hansard.Engine.Models;

namespace Hansard.Server.ModelDownloads;

/// <summary>Brings all files of a model of the catalogue into a store, and records what they are.</summary>
internal sealed class ModelDownload(ModelStore store, FileDownload download)
{
    /// <summary>Downloads what is missing or damaged of a model.</summary>
    /// <param name="model">An entry of the store's catalogue.</param>
    /// <param name="from">Another place that has the files of this model, by their paths; null: the one of the catalogue.</param>
    /// <param name="progress">Told of each block.</param>
    /// <param name="cancellationToken">Stops; what has arrived stays.</param>
    /// <returns>How many files were downloaded.</returns>
    /// <exception cref="DownloadException">A file cannot be had, or is another than it has to be.</exception>
    public async Task<int> RunAsync(ModelEntry model, Uri? from, IProgress<DownloadProgress> progress, CancellationToken cancellationToken)
    {
        var source = from ?? model.Download
            ?? throw new DownloadException(
                $"The model '{model.Name}' is part of the repository: restore it with 'git checkout -- models', or name a place "
                + "that has it with --from.");
        if (!source.AbsolutePath.EndsWith('/')) source = new UriBuilder(source) { Path = source.AbsolutePath + "/" }.Uri;
        FileDownload.RequireSecure(source);

        var folder = store.FolderOf(model);
        Directory.CreateDirectory(folder);
        // A download is no part of the working copy it stands in.
        if (model.Download is not null)
            await File.WriteAllTextAsync(Path.Combine(folder, ".gitignore"), "*\n", cancellationToken).ConfigureAwait(false);

        var known = new Dictionary<string, string>(Sha256Sums.Read(folder), StringComparer.Ordinal);
        var count = 0;
        foreach (var (file, check) in model.Files.Zip(store.Check(model)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (check.Result == FileCheckResult.Good) continue;
            var address = new Uri(source, string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString)));
            try
            {
                var remote = new RemoteFile(address, Path.Combine(folder, file.Path), file.Path, check.Expected, file.Size);
                known[file.Path] = await download.RunAsync(remote, progress, cancellationToken).ConfigureAwait(false);
            }
            catch (DownloadException exception) when (file.Sha256 is null && check.Expected is not null)
            {
                throw new DownloadException(
                    $"{exception.Message} It was another file at the first download; if the model was changed on purpose, remove "
                        + $"'{folder}' and pull it again.",
                    exception);
            }

            Sha256Sums.Write(folder, known);
            count++;
        }

        return count;
    }
}
