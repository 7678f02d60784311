using Hansard.Server.Contract;

namespace Hansard.Server.OpenApi;

/// <summary>Explains one <c>error_type</c> to whoever met it.</summary>
/// <param name="Type">One of <see cref="ErrorTypes"/>.</param>
/// <param name="Where">The HTTP status, or where else it is met.</param>
/// <param name="Cause">The causes.</param>
/// <param name="Remedy">The remedy.</param>
internal sealed record ErrorPage(string Type, string Where, string Cause, string Remedy)
{
    private const string OfAnswers = "Status of the answer: ";
    private const string OfTranscriptions = "In error_type of a transcription whose status is error, never of an answer.";

    private const string OfSessions = "In error_type of the last message of a live session.";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ErrorPage> All { get; } =
    [
        new(ErrorTypes.InvalidRequest, $"{OfAnswers}400",
            "The request cannot be understood, or asks for something that this server cannot do: a field is missing, of the wrong type, "
            + "too long or has a value that is not supported; both or neither of audio_url and file_id were sent, or a file_id that "
            + "there is not; the body is not JSON, has another content type, is too large or arrived too slowly; or the method is not "
            + "allowed at this address.",
            "Read message, and validation_errors, which names each field that is wrong in location. Correct them and send the request "
            + "again: the same request fails again. The API's description lists every field with its limits, and GET /v1/models the "
            + "names of models."),
        new(ErrorTypes.InvalidCursor, $"{OfAnswers}400",
            "The cursor of a list was not issued by this server, or was issued for another list or project.",
            "Send the next_page_cursor of the page before, unchanged, to the same list with the same key. For the first page send none."),
        new(ErrorTypes.Unauthenticated, $"{OfAnswers}401",
            "The request has no API key, or one that is malformed, unknown or revoked; a temporary key has expired, has been used up, or "
            + "was sent for something else than a live session; or the signed address of a file has expired or was changed. A server "
            + "without keys answers to programs of its own machine only.",
            "Send the header 'Authorization: Bearer KEY'. 'hansard keys create' on the server makes a key, 'hansard keys list' shows "
            + "which there are. For a signed address, ask GET /v1/files/ID/url for a new one."),
        new(ErrorTypes.PermissionDenied, $"{OfAnswers}403",
            "The call is about the whole server, and the key is that of one project: it is no administrator's. A server without keys lets "
            + "only requests of its own machine administer it that no proxy has passed on.",
            "'hansard keys create --admin' on the server makes an administrator's key. Send that, or ask whoever runs the server."),
        new(ErrorTypes.NotFound, $"{OfAnswers}404",
            "There is nothing at this address: it is misspelt, or belongs to a part of the hosted service that this server does not "
            + "have, such as speech synthesis.",
            "Compare the address with the API's description. The base address may end in /v1 or not: both work."),
        new(ErrorTypes.FileNotFound, $"{OfAnswers}404",
            "The project that the key belongs to has no file with this id: it was deleted, by a client or by its age, or it belongs to "
            + "another project.",
            "GET /v1/files lists the files that there are. Check that the key is the one that the file was uploaded with, or upload it "
            + "again."),
        new(ErrorTypes.TranscriptionNotFound, $"{OfAnswers}404",
            "The project that the key belongs to has no transcription with this id: it was deleted, by a client or by its age, or it "
            + "belongs to another project.",
            "GET /v1/transcriptions lists those that there are. Check that the key is the one that the transcription was created with."),
        new(ErrorTypes.KnownSpeakerNotFound, $"{OfAnswers}404",
            "The project that the key belongs to knows no person with this id: it was deleted, or it belongs to another project.",
            "GET /v1/known-speakers lists those that there are. Check that the key is of the project that the person was added to."),
        new(ErrorTypes.TranscriptionInvalidState, $"{OfAnswers}409",
            "The transcription's status does not allow this: only one that is completed has a transcript and speakers, one that is "
            + "processing cannot be deleted, and one that has ended cannot be cancelled.",
            "Poll GET /v1/transcriptions/ID, or wait for the webhook, until status is completed or error. POST "
            + "/v1/transcriptions/ID/cancel ends one that is not wanted any more. Of one that ended in an error, error_message says why."),
        new(ErrorTypes.AdministrationConflict, $"{OfAnswers}409",
            "What an administrator asks for does not fit the state of the server: a project of that name is there already, another model "
            + "is being pulled, a model is part of the program and cannot be pulled, or the key is the last administrator's.",
            "message says which. Wait for the other download or cancel it; take another name; to revoke the last administrator's key all "
            + "the same, send force=true in the query."),
        new(ErrorTypes.LimitExceeded, $"{OfAnswers}429. In error_type of a transcription: its recording could not be stored.",
            "A limit of the project or of the server is reached: stored files or bytes, pending or kept transcriptions, known "
            + "speakers or samples of one, requests a minute, or the room on the server's disk. message names the limit.",
            "Wait as long as the header Retry-After says. Delete files and transcriptions that are no longer needed. Whoever runs the "
            + "server can raise the limits of a project (Limits and Projects in the configuration)."),
        new(ErrorTypes.InternalError, $"{OfAnswers}500. In error_type of a transcription: every attempt failed.",
            "The server has a fault. It is not yours.",
            "Try again. If it stays, tell whoever runs the server the request_id, or the id of the transcription: its log has the reason "
            + "under it."),
        new(ErrorTypes.ServiceUnavailable, $"{OfAnswers}503",
            "The server cannot store anything now: another program has locked its database, its disk is full, or its data folder is gone.",
            "Send the same request again after as many seconds as the header Retry-After says. If it stays, tell whoever runs the "
            + "server; its log says more."),
        new(ErrorTypes.ModelNotAvailable, OfSessions,
            "There is no live model of that name.",
            "message names those that there are: send one of them, such as stt-rt-v5."),
        new(ErrorTypes.RequestTimeout, OfSessions,
            "The client sent nothing for too long: no first message, or neither sound nor a keepalive.",
            "Send {\"type\": \"keepalive\"} every few seconds while there is no sound. Start a new session."),
        new(ErrorTypes.TemporaryKeySessionExpired, OfSessions,
            "The session was opened by a temporary key whose sessions may not last longer (max_session_duration_seconds). What was said "
            + "until then has been transcribed.",
            "Get another temporary key and start a new session with it. POST /v1/auth/temporary-api-key may allow a longer one."),
        new(ErrorTypes.InvalidAudioFile, OfTranscriptions,
            "The recording cannot be decoded: it is damaged, cut off before its first sound, empty, has no sound track, or is no "
            + "recording at all.",
            "Play the file: what a player cannot play cannot be transcribed. Convert it, for example with 'ffmpeg -i FILE out.flac', and "
            + "upload that."),
        new(ErrorTypes.MaxDurationReached, OfTranscriptions,
            "The recording is longer than the project may have transcribed.",
            "Split it into shorter parts. Whoever runs the server can raise Limits:AudioMinutes."),
        new(ErrorTypes.AudioUrlFailed, OfTranscriptions,
            "The recording behind audio_url could not be downloaded: its host refused, did not answer or sent something else, it is too "
            + "large, or the address leads into a private network.",
            "error_message says which. The address must be readable without signing in. Create the transcription again, or upload the "
            + "recording as a file."),
        new(ErrorTypes.TranslationFailed, OfTranscriptions,
            "The recording was transcribed, and the translator failed.",
            "Create the transcription again, or without translation. If it stays, tell whoever runs the server."),
        new(ErrorTypes.ModelUnavailable, OfTranscriptions,
            "The speech model cannot be loaded, because a file of it is missing or damaged, or is not served any more.",
            "Create the transcription again with another model of GET /v1/models. Whoever runs the server finds out with 'hansard models "
            + "verify' what is wrong with the model, and how to mend it."),
        new(ErrorTypes.FileMissing, OfTranscriptions,
            "The recording's bytes were gone from the server's disk before the transcription began.",
            "Upload the recording again, and create the transcription from that file."),
        new(ErrorTypes.Cancelled, OfTranscriptions,
            "The transcription was cancelled with POST /v1/transcriptions/ID/cancel before it had ended.",
            "Nothing is wrong. Create it again if it is wanted after all."),
    ];
}
