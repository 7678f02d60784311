using Hansard.Engine.Audio;
using Hansard.Engine.Translation;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;
using Hansard.Server.Storage;

namespace Hansard.Server.Doors.Streaming;

/// <summary>The errors that sessions end with.</summary>
internal static class LiveErrors
{
    private const int RetrySeconds = 5;

    /// <summary>Nothing came for too long.</summary>
    public static ApiException TooSlow(string message) => new(408, ErrorTypes.RequestTimeout, message);

    /// <summary>The sound is longer than allowed.</summary>
    public static ApiException TooLong(TimeSpan longest) => new(
        413, ErrorTypes.MaxDurationReached, $"A session lasts {longest.TotalMinutes:0.##} minutes of sound at most: start a new one.");

    /// <summary>The temporary key's session has come to its end.</summary>
    public static ApiException SessionExpired(TimeSpan longest) => new(
        403, ErrorTypes.TemporaryKeySessionExpired,
        $"This temporary API key's sessions last {longest.TotalSeconds:0} seconds at most: start a new one with another key.");

    /// <summary>The server stops.</summary>
    public static ApiException Stopping() => ApiException.Unavailable("The server stops: start a new session in a moment.", RetrySeconds);

    /// <summary>An exception as what the client is told.</summary>
    /// <param name="exception">What ended the session.</param>
    /// <param name="requestId">By which the log knows it.</param>
    public static ApiException Of(Exception exception, string requestId) => exception switch
    {
        ApiException error => error,
        LimitReachedException limit => ApiException.Limit(limit.Message, (int)Math.Ceiling(limit.RetryAfter.TotalSeconds)),
        InvalidAudioException audio => ApiException.Invalid(audio.Message),
        ModelUnavailableException => ApiException.Unavailable("The model cannot be loaded now: try again later.", RetrySeconds),
        TranslationException => new ApiException(500, ErrorTypes.TranslationFailed, "The translation failed: start a new session."),
        StorageUnavailableException unavailable => ApiException.Unavailable(unavailable.Message, RetrySeconds),
        _ when DatabaseUnavailableException.OfDisk(exception) is { } ofDisk => ApiException.Unavailable(ofDisk.Message, RetrySeconds),
        _ => new ApiException(
            500, ErrorTypes.InternalError,
            $"The server failed in this session. It is not your fault; its log has the reason under {requestId}."),
    };
}
