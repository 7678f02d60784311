using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Http;

/// <summary>Says what is probably meant by a path that there is nothing at.</summary>
internal static class UnknownRoute
{
    private const string Instead = "send recordings to /v1/files and /v1/transcriptions";

    private static readonly UnofferedPath[] NotOffered =
    [
        new("/v1/tts-models",
            "Speech synthesis (text to speech) is not offered: this server only transcribes, "
            + "and /v1/models lists what it has for that."),
        new("/v1/voices", "Voices are for speech synthesis (text to speech), which this server does not do: it only transcribes."),
        new("/v1/shared-voices",
            "Shared voices are for speech synthesis (text to speech), which this server does not do: it only transcribes."),
        new("/tts", "Speech synthesis (text to speech) is not offered: this server only transcribes."),
        new("/v1/tts", "Speech synthesis (text to speech) is not offered: this server only transcribes."),
        new("/v1/audio/speech", "Speech synthesis (text to speech) is not offered: this server only transcribes."),
        new("/tts-websocket", "Speech synthesis (text to speech) is not offered: this server only transcribes."),
        new("/v1/tts-websocket", "Speech synthesis (text to speech) is not offered: this server only transcribes."),
        new("/v1/auth/temporary-api-key",
            $"Temporary API keys are for live transcription, which is switched off here (Doors:Live:Enabled): {Instead}."),
        new("/v1/realtime", $"Realtime transcription is switched off here (Doors:OpenAi:Realtime): {Instead}."),
        new("/transcribe-websocket", $"Live transcription is switched off here (Doors:Live:Enabled): {Instead}."),
        new("/mcp", "Tools for assistants are switched off here (Doors:Mcp:Enabled)."),
        new("/asr", $"The protocol of whisper-asr-webservice is switched off here (Doors:WhisperAsr:Enabled): {Instead}."),
        new("/detect-language", $"The protocol of whisper-asr-webservice is switched off here (Doors:WhisperAsr:Enabled): {Instead}."),
        new("/v1/transcribe-websocket", $"Live transcription is switched off here (Doors:Live:Enabled): {Instead}."),
    ];

    /// <summary>The message of the 404.</summary>
    /// <param name="request">The request.</param>
    /// <param name="hasDocs">True where /docs describes the API.</param>
    public static string Explain(HttpRequest request, bool hasDocs)
    {
        var path = request.Path;
        foreach (var unoffered in NotOffered)
            if (path.StartsWithSegments(unoffered.Prefix)) return unoffered.Message;

        var server = $"{request.Scheme}://{request.Host}";
        if (path.StartsWithSegments("/v1/v1"))
            return $"There is nothing at {path}: this client adds /v1 itself, so its base URL must be {server} without /v1.";
        return $"There is nothing at {path}." + (hasDocs ? $" The API is described at {server}/docs." : "");
    }

    /// <summary>Paths of the hosted service that this server does not have.</summary>
    private sealed record UnofferedPath(PathString Prefix, string Message);
}
