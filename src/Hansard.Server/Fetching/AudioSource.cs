namespace Hansard.Server.Fetching;

/// <summary>A recording to download.</summary>
/// <param name="Url">The URL that the client sent: http or https, at most 4096 characters.</param>
/// <param name="Project">The id of the project that wants it.</param>
/// <param name="MaximumBytes">The most bytes to accept.</param>
/// <param name="Arrived">Told of bytes as they arrive, before they are handed on.</param>
internal sealed record AudioSource(Uri Url, string Project, long MaximumBytes, Action<int>? Arrived = null);
