using Hansard.Server.Configuration;

namespace Hansard.Server.Fetching;

/// <summary>Errors for which a download is given up, before the body and within it alike, as the job's owner reads them.</summary>
internal static class FetchFaults
{
    /// <summary>The download took longer than all of it may.</summary>
    public static AudioFetchException TimedOut(Uri url, FetchOptions options)
        => new($"The recording at {url.IdnHost} did not arrive within {options.TotalTimeout.TotalMinutes:0.#} minutes: "
            + "upload it as a file instead.");

    /// <summary>Nothing came for a while.</summary>
    public static AudioFetchException Idle(Uri url)
        => new($"{url.IdnHost} sent nothing for too long, and the download was given up: try again, or upload the recording as a file.");

    /// <summary>Too little came for a while.</summary>
    public static AudioFetchException TooSlow(Uri url, FetchOptions options) => new(
        $"{url.IdnHost} sent less than {options.BytesPerSecond} bytes a second for {options.SlowGrace.TotalSeconds:0.#} s, and the "
        + "download was given up: upload the recording as a file instead.");

    /// <summary>The recording has more bytes than are accepted.</summary>
    public static AudioFetchException TooLarge(Uri url, long maximumBytes)
        => new($"The recording at {url.IdnHost} is larger than the limit of {maximumBytes} bytes: split it or send it compressed.");

    /// <summary>The answer is a page for people.</summary>
    public static AudioFetchException IsWebPage(Uri url) => new(
        $"{url.IdnHost} did not send a recording: that is a web page. Give the URL of the recording itself, which a browser would "
        + "download or play, and not that of a page which shows it or asks to sign in.");

    /// <summary>The answer is not HTTP: asking again would bring the same.</summary>
    public static AudioFetchException Malformed(Uri url, Exception exception) => new(
        $"{url.IdnHost} sent an answer that is not valid HTTP (its headers, chunks or trailers are malformed or too long): "
        + "upload the recording as a file instead.",
        innerException: exception);

    /// <summary>Determines whether an error is the answer's own fault, and not the connection's.</summary>
    public static bool IsMalformed(HttpRequestError error)
        => error is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.HttpProtocolError;
}
