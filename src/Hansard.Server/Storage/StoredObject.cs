using Hansard.Server.Storage.Objects;

namespace Hansard.Server.Storage;

/// <summary>A recording in the <see cref="ObjectStore"/>.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Size">Its size in bytes.</param>
internal sealed record StoredObject(string Name, long Size);
