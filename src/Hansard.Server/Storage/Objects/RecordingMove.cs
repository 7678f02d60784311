using System.Security.Cryptography;

namespace Hansard.Server.Storage.Objects;

/// <summary>Copies the recordings of a database from its data directory to a shared place, while a server may serve them.</summary>
/// <remarks>
/// A copy is read back and compared before it counts. What a run that was stopped has not copied, the next one does.
/// </remarks>
internal sealed class RecordingMove(
    IBlobIndex index, IObjectNotes notes, IObjectContainer container, SharedObjectStore shared, FileObjectStore own)
{
    // As many as are looked up at once.
    private const int Batch = 500;

    /// <summary>Copies those that are not there yet.</summary>
    /// <param name="progress">Told of each recording.</param>
    /// <param name="cancellationToken">Stops between two pieces, leaving what has been copied.</param>
    /// <exception cref="ObjectsUnavailableException">The place cannot be reached: a later run goes on.</exception>
    public async Task<MoveTotals> CopyAsync(IProgress<MoveStep> progress, CancellationToken cancellationToken)
    {
        var totals = new MoveTotals();
        var used = index.Used().Order(StringComparer.Ordinal).ToList();
        foreach (var (number, blob) in used.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (outcome, fault) = await CopyOneAsync(blob, cancellationToken);
            totals.Count(outcome);
            progress.Report(new MoveStep(blob, outcome, fault, number + 1, used.Count));
        }

        await notes.SettleAsync(cancellationToken);

        // Deleted while they were copied, by a server that did not know of their copies.
        for (IReadOnlyList<string> unused; (unused = notes.Unused(Batch)).Count > 0;)
            foreach (var blob in unused) await shared.RemoveAsync(blob);
        return totals;
    }

    /// <summary>Removes from the data directory what is in the shared place, byte for byte.</summary>
    /// <returns>The number of recordings removed.</returns>
    public async Task<int> RemoveAsync(IProgress<MoveStep> progress, CancellationToken cancellationToken)
    {
        var removed = 0;
        var used = index.Used().Order(StringComparer.Ordinal).ToList();
        foreach (var (number, blob) in used.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!File.Exists(own.PathOf(blob)) || notes.Find(blob) is not { IsArriving: false, Digest: { } digest }) continue;
            if (await SizeThereAsync(blob, cancellationToken) != digest.Size || await HashOwnAsync(blob, cancellationToken) != digest)
            {
                progress.Report(new MoveStep(blob, MoveOutcome.Failed, "its copy is another, and it stays", number + 1, used.Count));
                continue;
            }

            await own.RemoveAsync(blob);
            removed++;
        }

        return removed;
    }

    private async Task<(MoveOutcome Outcome, string? Fault)> CopyOneAsync(string blob, CancellationToken cancellationToken)
    {
        var note = notes.Find(blob);
        if (note is { IsArriving: false, Digest: { } known } && await SizeThereAsync(blob, cancellationToken) == known.Size)
            return (MoveOutcome.WasThere, null);
        await using var content = await own.OpenStreamAsync(blob, cancellationToken);
        if (content is null)
        {
            // Deleted since the list was made, or just now uploaded by a server that serves.
            return !index.IsUsed(blob) || note is { IsArriving: true }
                ? (MoveOutcome.WasThere, null)
                : (MoveOutcome.Failed, "its bytes are neither in the data directory nor there");
        }

        var key = SharedObjectStore.KeyOf(blob);
        if (note is null) await notes.BeginAsync(blob);
        else if (note.Upload is { } upload) await container.BreakOffAsync(key, upload, cancellationToken);
        var digest = await container.WriteAsync(
            key, content, content.Length, name => notes.RenewAsync(blob, name), cancellationToken);
        if (digest is null || await HashThereAsync(key, cancellationToken) != digest)
            return (MoveOutcome.Failed, "its copy has other bytes: run this again");
        if (note is { IsArriving: false }) return (MoveOutcome.Copied, null);

        // A deletion that came between has removed the note, or finds the copy from now on.
        if (await notes.ArrivedAsync(blob, digest) && index.IsUsed(blob)) return (MoveOutcome.Copied, null);
        await shared.RemoveUnusedAsync(blob);
        return (MoveOutcome.WasThere, null);
    }

    private async Task<long?> SizeThereAsync(string blob, CancellationToken cancellationToken)
    {
        await using var content = await container.OpenStreamAsync(SharedObjectStore.KeyOf(blob), cancellationToken);
        return content?.Length;
    }

    private async Task<ObjectDigest?> HashThereAsync(string key, CancellationToken cancellationToken)
    {
        await using var content = await container.OpenStreamAsync(key, cancellationToken);
        return await HashAsync(content, cancellationToken);
    }

    private async Task<ObjectDigest?> HashOwnAsync(string blob, CancellationToken cancellationToken)
    {
        await using var content = await own.OpenStreamAsync(blob, cancellationToken);
        return await HashAsync(content, cancellationToken);
    }

    private static async Task<ObjectDigest?> HashAsync(Stream? content, CancellationToken cancellationToken) => content is null
        ? null
        : new ObjectDigest(content.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken)));
}

/// <summary>Ways in which the move of one recording ends.</summary>
internal enum MoveOutcome
{
    /// <summary>There before, or no recording of the database any more.</summary>
    WasThere,

    /// <summary>There now, too.</summary>
    Copied,

    /// <summary>Not there.</summary>
    Failed,
}

/// <summary>One recording of a move.</summary>
/// <param name="Blob">Its name.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Fault">The reason for which it is not there.</param>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Count">The number of all.</param>
internal sealed record MoveStep(string Blob, MoveOutcome Outcome, string? Fault, int Number, int Count);

/// <summary>Recordings of a move, counted by how they ended.</summary>
internal sealed class MoveTotals
{
    /// <summary>Copied by this run.</summary>
    public int Copied { get; private set; }

    /// <summary>There before.</summary>
    public int WasThere { get; private set; }

    /// <summary>Not there.</summary>
    public int Failed { get; private set; }

    /// <summary>Counts one.</summary>
    public void Count(MoveOutcome outcome)
    {
        if (outcome is MoveOutcome.Copied) Copied++;
        else if (outcome is MoveOutcome.WasThere) WasThere++;
        else Failed++;
    }
}
