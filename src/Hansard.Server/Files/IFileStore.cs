using Hansard.Server.Configuration;
using Hansard.Server.Storage;

namespace Hansard.Server.Files;

/// <summary>The files of projects: rows here, bytes in the <see cref="IObjectStore"/>.</summary>
internal interface IFileStore
{
    /// <summary>Sums what a project stores: its files, and the bytes of recordings downloaded for jobs that have not ended.</summary>
    StoredTotals Stored(string project);

    /// <summary>Adds a file whose bytes have arrived, and puts them in their place. If that fails, the bytes are deleted.</summary>
    /// <exception cref="LimitReachedException">A limit would be passed.</exception>
    Task<FileRow> AddAsync(
        string project, LimitOptions limits, StoredObject stored, string filename, string? clientReferenceId, string source);

    /// <summary>The project's file of that id, or null.</summary>
    FileRow? Find(string project, string id);

    /// <summary>Files before a place in the order, newest first.</summary>
    IReadOnlyList<FileRow> List(string project, long before, int limit);

    /// <summary>Counts the files of a project.</summary>
    SourceCounts Count(string project);

    /// <summary>Deletes a file. Its bytes go too, unless a job still needs them: then they go when it ends.</summary>
    /// <returns>False when the project has no such file.</returns>
    Task<bool> DeleteAsync(string project, string id, CancellationToken cancellationToken);

    /// <summary>Time at which the oldest file was made; null when there is none.</summary>
    long? Oldest();

    /// <summary>Deletes the files made before a time, a batch at once.</summary>
    /// <returns>Their ids; fewer than <paramref name="batch"/> when none is left.</returns>
    Task<IReadOnlyList<string>> DeleteOlderThanAsync(long time, int batch, CancellationToken cancellationToken);
}
