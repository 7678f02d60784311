namespace Hansard.Server.Fetching;

/// <summary>Downloads the recording that a job's audio_url names.</summary>
internal interface IAudioFetcher
{
    /// <summary>Asks for a recording, and follows redirects until there is an answer.</summary>
    /// <param name="source">The recording to download.</param>
    /// <param name="cancellationToken">Stops the asking; reads have tokens of their own.</param>
    /// <returns>
    /// The recording as it arrives. Its reads throw <see cref="AudioFetchException"/> as well; the caller disposes of it.
    /// </returns>
    /// <exception cref="AudioFetchException">It cannot be had; the message is for the job's owner.</exception>
    Task<Stream> OpenAsync(AudioSource source, CancellationToken cancellationToken);
}

/// <summary>A recording to download.</summary>
/// <param name="Url">The URL that the client sent: http or https, at most 4096 characters.</param>
/// <param name="Project">The id of the project that wants it.</param>
/// <param name="MaximumBytes">The most bytes to accept.</param>
/// <param name="Arrived">Told of bytes as they arrive, before they are handed on.</param>
internal sealed record AudioSource(Uri Url, string Project, long MaximumBytes, Action<int>? Arrived = null);
