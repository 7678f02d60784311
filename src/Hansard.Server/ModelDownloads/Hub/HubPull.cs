using Hansard.Engine.Models;

namespace Hansard.Server.ModelDownloads.Hub;

/// <summary>Brings a model of a hub into a store.</summary>
/// <param name="store">The store.</param>
/// <param name="hub">The hub.</param>
/// <param name="options">Patience.</param>
internal sealed class HubPull(ModelStore store, HubClient hub, DownloadOptions options)
{
    /// <summary>Downloads what is missing or damaged of a model.</summary>
    /// <param name="name">Its name on the hub.</param>
    /// <param name="progress">Told of each block.</param>
    /// <param name="cancellationToken">Stops; what has arrived stays.</param>
    /// <returns>The model, and how many files were downloaded.</returns>
    /// <exception cref="DownloadException">It cannot be had, or not be used.</exception>
    public async Task<PulledModel> RunAsync(
        HubModelName name, IProgress<DownloadProgress> progress, CancellationToken cancellationToken)
    {
        var listing = await hub.ListAsync(name, cancellationToken).ConfigureAwait(false);
        var model = ModelStore.OfHub(name, HubSelection.Of(name, listing.Files)) with { Download = hub.FilesOf(name, listing.Commit) };
        if (store.Find(name.ToString()) is { } known) model = model with { Name = known.Name };
        var download = new ModelDownload(store, new FileDownload(hub.Http, options));
        var count = await download.RunAsync(model, null, progress, cancellationToken).ConfigureAwait(false);
        var folder = store.FolderOf(model);
        foreach (var file in model.Files)
        {
            // Of small files the hub tells no checksum.
            var length = new FileInfo(Path.Combine(folder, file.Path)).Length;
            if (file.Size is { } size && size != length)
                throw new DownloadException($"'{file.Path}' of '{name}' should have {size} bytes, and has {length}: pull it again.");
        }
        new HubRecord(name.ToString(), listing.Commit, model.Files).Write(folder);
        return new PulledModel(model, count);
    }
}
