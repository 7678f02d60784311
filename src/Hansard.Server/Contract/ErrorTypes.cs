namespace Hansard.Server.Contract;

/// <summary>
/// The values of <c>error_type</c>: of answers, and of transcriptions that ended in an error. Each has a page under /docs/errors.
/// </summary>
internal static class ErrorTypes
{
    public const string InvalidRequest = "invalid_request";
    public const string InvalidCursor = "invalid_cursor";
    public const string Unauthenticated = "unauthenticated";
    public const string PermissionDenied = "permission_denied";
    public const string NotFound = "not_found";
    public const string FileNotFound = "file_not_found";
    public const string TranscriptionNotFound = "transcription_not_found";
    public const string TranscriptionInvalidState = "transcription_invalid_state";
    public const string KnownSpeakerNotFound = "known_speaker_not_found";
    public const string AdministrationConflict = "administration_conflict";
    public const string LimitExceeded = "limit_exceeded";
    public const string InternalError = "internal_error";
    public const string ServiceUnavailable = "service_unavailable";

    // Of live sessions.
    public const string ModelNotAvailable = "model_not_available";
    public const string RequestTimeout = "request_timeout";
    public const string TemporaryKeySessionExpired = "temp_api_key_session_expired";

    // Of transcriptions alone.
    public const string InvalidAudioFile = "invalid_audio_file";
    public const string MaxDurationReached = "max_duration_reached";
    public const string AudioUrlFailed = "audio_url_failed";
    public const string TranslationFailed = "translation_failed";
    public const string ModelUnavailable = "model_unavailable";
    public const string FileMissing = "file_missing";
    public const string Cancelled = "cancelled";
}
