using Hansard.Server.Configuration;
using Hansard.Server.Storage;

namespace Hansard.Server.Transcriptions;

/// <summary>
/// Transcriptions that are not kept: no list shows them, their recordings are no files of the project, and both are deleted when whoever
/// waits for them has them. Workers see them as any other job.
/// </summary>
internal interface ITransientStore
{
    /// <summary>Adds one, queued, and puts its recording in its place. If that fails, the bytes are deleted.</summary>
    /// <exception cref="LimitReachedException">A limit would be passed.</exception>
    Task<TranscriptionRow> AddAsync(string project, LimitOptions limits, NewTranscription wanted, StoredObject recording, string filename);

    /// <summary>The transcription of that id, or null.</summary>
    TranscriptionRow? Find(string id);

    /// <summary>Deletes one with its recording and its transcript, whoever works on it.</summary>
    /// <returns>Its last status; null when there is none.</returns>
    Task<string?> RemoveAsync(string id);

    /// <summary>Deletes those for which nobody waits any more: left by a former run of this server, or ended long ago.</summary>
    /// <param name="own">All of this server: it has just started.</param>
    /// <param name="endedBefore">Those of any server that ended before this time, in milliseconds since 1970 UTC.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>Their number.</returns>
    Task<int> RemoveAbandonedAsync(bool own, long endedBefore, CancellationToken cancellationToken);
}

/// <summary>A recording that belongs to one transcription which is not kept.</summary>
/// <param name="Stored">Its bytes.</param>
/// <param name="Filename">Without folders.</param>
/// <param name="Server">The server whose client waits.</param>
internal sealed record TransientRecording(StoredObject Stored, string Filename, string Server);
