namespace Hansard.Server.Http;

/// <summary>
/// Marks an endpoint whose requests may come without a key, as its protocol has none and the operator says so. A key that is sent counts.
/// </summary>
/// <param name="Name">The project that they act for.</param>
internal sealed record ProjectWithoutKey(string Name);
