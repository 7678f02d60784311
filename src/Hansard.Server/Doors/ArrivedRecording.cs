using Hansard.Server.Files;
using Hansard.Server.Storage;

namespace Hansard.Server.Doors;

/// <summary>A recording that has arrived and is not stored yet: gone when this is disposed of, unless it was taken.</summary>
internal sealed class ArrivedRecording(IObjectStore objects, UploadReservation reservation, StoredObject stored, string filename)
    : IAsyncDisposable
{
    private bool _isTaken;

    /// <summary>Its name, without folders.</summary>
    public string Filename => filename;

    /// <summary>Makes it readable as a file while it is neither taken nor disposed of.</summary>
    public Task<LocalRecording> OpenAsync(CancellationToken cancellationToken)
        => objects.OpenArrivedAsync(stored.Name, cancellationToken);

    /// <summary>Hands it over to whoever stores it, and counts it from then on.</summary>
    /// <returns>Its bytes, which the store discards where it fails.</returns>
    public StoredObject Take()
    {
        _isTaken = true;
        reservation.Store();
        return stored;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_isTaken) return;
        _isTaken = true;
        reservation.Dispose();
        await objects.DiscardAsync(stored.Name);
    }
}
