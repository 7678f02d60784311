namespace Hansard.Server.Fetching;

/// <summary>Downloads the recording that a job's audio_url names.</summary>
internal interface IAudioFetcher
{
    /// <summary>Downloads to a stream.</summary>
    /// <param name="url">What the client sent: http or https, at most 4096 characters.</param>
    /// <param name="destination">An empty, seekable stream.</param>
    /// <param name="maximumBytes">The most bytes to accept.</param>
    /// <param name="received">Called with each piece that arrives: the download is alive.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="AudioFetchException">It cannot be had; the message is for the job's owner.</exception>
    Task<long> FetchAsync(Uri url, Stream destination, long maximumBytes, Action received, CancellationToken cancellationToken);
}
