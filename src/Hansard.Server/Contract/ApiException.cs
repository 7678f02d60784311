namespace Hansard.Server.Contract;

/// <summary>Ends a request with an error that the client is told.</summary>
internal sealed class ApiException(
    int statusCode, string errorType, string message, IReadOnlyList<ValidationError>? validationErrors = null)
    : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int StatusCode { get; } = statusCode;

    /// <summary>The error's type in the body.</summary>
    public string ErrorType { get; } = errorType;

    /// <summary>The fields that are wrong.</summary>
    public IReadOnlyList<ValidationError> ValidationErrors { get; } = validationErrors ?? [];

    /// <summary>After how many seconds to try again, if that helps.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Indicates whether no further request of this connection is wanted.</summary>
    public bool EndsConnection { get; init; }

    /// <summary>The request itself is wrong.</summary>
    public static ApiException Invalid(string message) => new(400, ErrorTypes.InvalidRequest, message);

    /// <summary>Fields of the request are wrong; there is at least one.</summary>
    public static ApiException Invalid(ValidationErrors errors)
        => new(400, ErrorTypes.InvalidRequest, $"The request is not valid. {errors}", errors.Listed);

    /// <summary>One field of the request is wrong.</summary>
    public static ApiException Invalid(string errorType, string location, string message)
        => new(400, ErrorTypes.InvalidRequest, $"The request is not valid. {message}", [new(errorType, location, message)]);

    /// <summary>A limit is reached.</summary>
    public static ApiException Limit(string message, int retryAfterSeconds)
        => new(429, ErrorTypes.LimitExceeded, message) { RetryAfterSeconds = retryAfterSeconds };

    /// <summary>The server cannot do anything for a while.</summary>
    public static ApiException Unavailable(string message, int retryAfterSeconds)
        => new(503, ErrorTypes.ServiceUnavailable, message) { RetryAfterSeconds = retryAfterSeconds };

    /// <summary>Something an administrator asks for does not fit the state of the server.</summary>
    public static ApiException AdministrationConflict(string message) => new(409, ErrorTypes.AdministrationConflict, message);

    /// <summary>No such route.</summary>
    public static ApiException NotFound(string message) => new(404, ErrorTypes.NotFound, message);

    /// <summary>No such file in this project.</summary>
    public static ApiException FileNotFound()
        => new(404, ErrorTypes.FileNotFound, "There is no file with this id: it may have been deleted, or belong to another project.");

    /// <summary>No such transcription in this project.</summary>
    public static ApiException TranscriptionNotFound()
        => new(
            404, ErrorTypes.TranscriptionNotFound,
            "There is no transcription with this id: it may have been deleted, or belong to another project.");

    /// <summary>No such person in this project.</summary>
    public static ApiException KnownSpeakerNotFound()
        => new(
            404, ErrorTypes.KnownSpeakerNotFound,
            "There is no known speaker with this id: it may have been deleted, or belong to another project.");

    /// <summary>The transcription is not in a state that allows this.</summary>
    public static ApiException InvalidState(string message) => new(409, ErrorTypes.TranscriptionInvalidState, message);
}
