using System.Net.WebSockets;
using Hansard.Server.Contract;

namespace Hansard.Server.Doors.OpenAi.Realtime;

/// <summary>Errors of realtime sessions.</summary>
internal static class RealtimeErrors
{
    /// <summary>Told to whoever wants more than words.</summary>
    public const string OnlyTranscription =
        "This server only transcribes: open /v1/realtime?intent=transcription, and give the session the type 'transcription'.";

    // The hosted service closes so where a key is wrong.
    private const int Unauthenticated = 3000;

    /// <summary>There is nothing to commit.</summary>
    /// <param name="buffered">The sound in the buffer.</param>
    /// <param name="least">The least that is committed.</param>
    public static ApiException Empty(TimeSpan buffered, TimeSpan least) => new(
        400, "input_audio_buffer_commit_empty",
        $"The buffer is too small to commit: it has {buffered.TotalMilliseconds:0} ms of sound, "
        + $"and at least {least.TotalMilliseconds:0} ms are needed.");

    /// <summary>An event is none of those that sessions take.</summary>
    /// <param name="type">The type that was sent.</param>
    public static ApiException UnknownEvent(string type)
    {
        var isOfConversations = type.StartsWith("response.", StringComparison.Ordinal)
            || type.StartsWith("conversation.", StringComparison.Ordinal);
        return AudioFields.Fault(
            "type",
            isOfConversations
                ? $"'{AudioFields.Shortened(type)}' is for conversations. {OnlyTranscription}"
                : $"There is no event '{AudioFields.Shortened(type)}'; a session takes session.update, transcription_session.update, "
                    + "input_audio_buffer.append, input_audio_buffer.commit and input_audio_buffer.clear.");
    }

    /// <summary>The status with which a session is closed after an error.</summary>
    public static WebSocketCloseStatus StatusOf(ApiException error) => error.StatusCode switch
    {
        401 or 403 => (WebSocketCloseStatus)Unauthenticated,
        503 => WebSocketCloseStatus.EndpointUnavailable,
        >= 500 => WebSocketCloseStatus.InternalServerError,
        _ => WebSocketCloseStatus.PolicyViolation,
    };
}
