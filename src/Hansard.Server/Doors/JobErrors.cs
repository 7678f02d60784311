using Hansard.Server.Contract;
using Hansard.Server.Transcriptions;

namespace Hansard.Server.Doors;

/// <summary>The errors in which jobs end, as answers of protocols that wait for the end.</summary>
internal static class JobErrors
{
    private const int RetryAfterSeconds = 30;

    /// <param name="row">A transcription that has ended in an error.</param>
    public static ApiException Of(TranscriptionRow row)
    {
        var (type, message) = (row.ErrorType ?? ErrorTypes.InternalError, row.ErrorMessage ?? "The transcription failed.");
        return type switch
        {
            ErrorTypes.InvalidAudioFile or ErrorTypes.MaxDurationReached => new(400, type, message, [new(type, "file.file", message)]),
            ErrorTypes.Cancelled => new(409, type, message),
            ErrorTypes.ModelUnavailable => new(503, type, message) { RetryAfterSeconds = RetryAfterSeconds },
            _ => new(500, type, message),
        };
    }
}
