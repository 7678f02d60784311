using Hansard.Engine.Audio;
using Hansard.Server.Contract;

namespace Hansard.Server.Jobs;

/// <summary>The error that a job ended in, as its owner reads it.</summary>
/// <param name="ErrorType">For programs.</param>
/// <param name="Message">The fault and its remedy.</param>
internal sealed record JobFailure(string ErrorType, string Message)
{
    /// <summary>The recording cannot be transcribed.</summary>
    public static JobFailure InvalidAudio(InvalidAudioException exception)
        => new(
            exception.Reason is InvalidAudioReason.TooLong ? ErrorTypes.MaxDurationReached : ErrorTypes.InvalidAudioFile,
            exception.Message);

    /// <summary>The recording could not be downloaded.</summary>
    public static JobFailure Fetch(string message) => new(ErrorTypes.AudioUrlFailed, message);

    /// <summary>The project has no room for what was downloaded.</summary>
    public static JobFailure Limit(string message) => new(ErrorTypes.LimitExceeded, $"The recording could not be downloaded. {message}");

    /// <summary>A translator failed.</summary>
    public static JobFailure Translation(string message) => new(ErrorTypes.TranslationFailed, message);

    /// <summary>The files of a translator are not there, or damaged.</summary>
    public static JobFailure TranslatorUnusable() => new(
        ErrorTypes.TranslationFailed,
        "The server's translator for this cannot be loaded. Transcribe without translation, or tell the server's operator, whose log has "
        + "the reason under the transcription's id.");

    /// <summary>The speech model cannot be loaded, or is not served any more.</summary>
    public static JobFailure ModelUnavailable(ModelUnavailableException exception)
    {
        // Where this server keeps what is not the job's owner's business: its log has that.
        var name = exception.Model;
        var reason = exception.InnerException switch
        {
            null => $"The server does not serve the model '{name}' any more.",
            FileNotFoundException or DirectoryNotFoundException
                => $"The server cannot load the model '{name}': a file of it is missing. 'hansard models verify {name}' says which.",
            InvalidDataException =>
                $"The server cannot load the model '{name}': a file of it is not what it should be. "
                + $"'hansard models verify {name}' says which.",
            _ => $"The server cannot load the model '{name}'.",
        };
        return new(
            ErrorTypes.ModelUnavailable,
            $"{reason} Create the transcription again with another model of GET /v1/models, or tell the server's operator, "
                + "whose log has the reason under the transcription's id.");
    }

    /// <summary>The server stopped each time while it worked on this.</summary>
    public static JobFailure Crashed(long attempts) => new(
        ErrorTypes.InternalError,
        $"The server stopped {attempts} times while it worked on this recording, so it has given up. Try again; "
        + "if it fails again, the server's log says more.");

    /// <summary>A fault of ours.</summary>
    public static JobFailure Internal(int attempts) => new(
        ErrorTypes.InternalError,
        $"The server failed {attempts} times on this recording. It is not your fault; "
        + "the server's log has the reason under the transcription's id.");

    /// <summary>The job made no progress.</summary>
    public static JobFailure Stalled(TimeSpan timeout) => new(
        ErrorTypes.InternalError, $"The transcription made no progress for {timeout}, and was given up. The server's log says more.");

    /// <summary>The bytes are gone.</summary>
    /// <param name="uploaded">True where they were an upload, and not downloaded for this job.</param>
    public static JobFailure FileMissing(bool uploaded) => new(ErrorTypes.FileMissing, uploaded
        ? "The uploaded file is no longer on the server, so it cannot be transcribed: upload it again."
        : "The downloaded recording is no longer on the server, so it cannot be transcribed: create the transcription again.");

    /// <summary>The bytes are not what they were when they were stored.</summary>
    /// <param name="uploaded">True where they were an upload, and not downloaded for this job.</param>
    public static JobFailure FileDamaged(bool uploaded) => new(ErrorTypes.FileMissing, uploaded
        ? "The uploaded file is damaged on the server, so it cannot be transcribed: upload it again."
        : "The downloaded recording is damaged on the server, so it cannot be transcribed: create the transcription again.");

    /// <summary>The owner did not want the job any more.</summary>
    public static JobFailure Cancelled() => new(ErrorTypes.Cancelled, "The transcription was cancelled before it had ended.");
}
