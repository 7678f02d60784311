namespace Hansard.Server.Storage;

/// <summary>Keeps other servers out of the data directory until it is disposed, or the process dies.</summary>
/// <exception cref="IOException">Another server uses the directory, or it cannot be written.</exception>
internal sealed class DataLock(DataDirectory directory) : IDisposable
{
    private readonly IDisposable _file = directory.Lock();

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}
