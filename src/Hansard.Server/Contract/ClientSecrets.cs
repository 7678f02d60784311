using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Hansard.Server.Contract;

/// <summary>The body of <c>POST /v1/realtime/client_secrets</c>.</summary>
/// <remarks>Only described here, as all of this file that ends in Body: it is read field by field, so that every fault is named.</remarks>
[Description("A key for a program that must not have an API key, with the settings of its sessions. Null counts as absent.")]
internal sealed record ClientSecretBody
{
    [Description("How long it opens sessions.")]
    public SecretExpiryBody? ExpiresAfter { get; init; }

    [Description("Settings with which its sessions begin, as in the event session.update: their type is transcription.")]
    public JsonElement? Session { get; init; }
}

/// <summary>The time for which a client secret opens sessions.</summary>
[Description("How long a key opens sessions; what is open goes on.")]
internal sealed record SecretExpiryBody
{
    /// <summary>The one anchor that there is.</summary>
    public const string FromCreation = "created_at";

    /// <summary>The fewest seconds.</summary>
    public const int Least = 10;

    /// <summary>The most seconds.</summary>
    public const int Most = 7_200;

    /// <summary>Seconds where none are said.</summary>
    public const int Usual = 600;

    [Description("Always created_at.")]
    public string? Anchor { get; init; }

    [Description("600 where none are said."), Range(Least, Most)]
    public int? Seconds { get; init; }
}

/// <summary>A client secret, which nothing shows again, and the settings of its sessions.</summary>
[Description("A key that opens realtime sessions for a while.")]
internal sealed record ClientSecretResponse(
    [property: Description("Sent in place of an API key when a session is opened.")] string Value,
    [property: Description("From then on it opens nothing. Seconds since 1970 UTC.")] long ExpiresAt,
    [property: Description("All settings with which its sessions begin, as in the event session.created.")] JsonElement Session);

/// <summary>The body of <c>POST /v1/realtime/transcription_sessions</c>.</summary>
[Description("Settings of sessions as in the event transcription_session.update, and how long the key opens them. Null counts as absent.")]
internal sealed record TranscriptionSessionBody
{
    [Description("How long the key opens sessions.")]
    public SessionSecretBody? ClientSecret { get; init; }

    [Description("pcm16, g711_ulaw or g711_alaw.")]
    public string? InputAudioFormat { get; init; }

    [Description("model, language, prompt.")]
    public JsonElement? InputAudioTranscription { get; init; }

    [Description("type: near_field or far_field; it changes nothing.")]
    public JsonElement? InputAudioNoiseReduction { get; init; }

    [Description("When an utterance is over; null: when the client says so.")]
    public JsonElement? TurnDetection { get; init; }

    [Description("item.input_audio_transcription.logprobs: how sure each piece of text is.")]
    public IReadOnlyList<string>? Include { get; init; }
}

/// <summary>The wishes for the key of a transcription session.</summary>
[Description("The key of a transcription session.")]
internal sealed record SessionSecretBody
{
    [Description("How long it opens sessions.")]
    public SecretExpiryBody? ExpiresAt { get; init; }
}

/// <summary>Settings of sessions in the form of the beta, and the key that opens them.</summary>
/// <remarks>Only described here: it is written as sessions are told their settings.</remarks>
[Description("Settings with which sessions begin, and the key that opens them for a while.")]
internal sealed record TranscriptionSessionResponse(
    [property: Description("sess_ and so on.")] string Id,
    [property: Description("Always realtime.transcription_session.")] string Object,
    [property: Description("As it was asked for; null: nothing.")] IReadOnlyList<string>? Include,
    [property: Description("pcm16, g711_ulaw or g711_alaw.")] string InputAudioFormat,
    [property: Description("model, language, prompt.")] JsonElement InputAudioTranscription,
    [property: Description("As it was asked for; null: nothing.")] JsonElement? InputAudioNoiseReduction,
    [property: Description("When an utterance is over; null: when the client says so.")] JsonElement? TurnDetection,
    [property: Description("The key.")] SessionSecretResponse ClientSecret);

/// <summary>The key of a transcription session, which nothing shows again.</summary>
[Description("A key that opens realtime sessions for a while.")]
internal sealed record SessionSecretResponse(
    [property: Description("Sent in place of an API key when a session is opened.")] string Value,
    [property: Description("From then on it opens nothing. Seconds since 1970 UTC.")] long ExpiresAt);
