namespace Hansard.Server.Fetching;

/// <summary>Fetches nothing: for servers without a way out.</summary>
internal sealed class RefusingAudioFetcher : IAudioFetcher
{
    /// <inheritdoc />
    public Task<long> FetchAsync(Uri url, Stream destination, long maximumBytes, CancellationToken cancellationToken)
        => throw new AudioFetchException("This server does not download recordings: upload the file and send its file_id.", isTransient: false);
}
