namespace Hansard.Server.Storage;

/// <summary>A stored recording is not, byte for byte, what was taken in.</summary>
/// <param name="message">The difference.</param>
internal sealed class DamagedObjectException(string message) : IOException(message);
