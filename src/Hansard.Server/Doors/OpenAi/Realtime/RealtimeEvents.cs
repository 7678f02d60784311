using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;

namespace Hansard.Server.Doors.OpenAi.Realtime;

/// <summary>Makes the events that a client is told.</summary>
/// <param name="sessionId">By which clients know the session.</param>
internal sealed class RealtimeEvents(string sessionId)
{
    private const string Transcription = "conversation.item.input_audio_transcription";

    /// <summary>Indicates whether the client speaks the protocol as it was in its beta.</summary>
    public bool IsBeta { get; set; }

    /// <summary>A new id, such as item_0123456789abcdef0123.</summary>
    public static string NewId(string kind) => $"{kind}_{Guid.NewGuid():N}"[..(kind.Length + 21)];

    /// <summary>The session has begun.</summary>
    public JsonObject Created(RealtimeSettings settings) => Session("created", settings);

    /// <summary>The session has other settings.</summary>
    public JsonObject Updated(RealtimeSettings settings) => Session("updated", settings);

    /// <summary>Somebody speaks.</summary>
    public static JsonObject SpeechStarted(RealtimeItem item, TimeSpan at)
        => Of("input_audio_buffer.speech_started", ("audio_start_ms", (long)at.TotalMilliseconds), ("item_id", item.Id));

    /// <summary>Nobody speaks any more.</summary>
    public static JsonObject SpeechStopped(RealtimeItem item, TimeSpan at)
        => Of("input_audio_buffer.speech_stopped", ("audio_end_ms", (long)at.TotalMilliseconds), ("item_id", item.Id));

    /// <summary>The buffer is empty.</summary>
    public static JsonObject Cleared() => Of("input_audio_buffer.cleared");

    /// <summary>An utterance is complete.</summary>
    public static JsonObject Committed(RealtimeItem item, string? previous)
        => Of("input_audio_buffer.committed", ("item_id", item.Id), ("previous_item_id", previous));

    /// <summary>An utterance is a part of the conversation: two events, and one in the beta.</summary>
    public IEnumerable<JsonObject> Added(RealtimeItem item, string? previous)
    {
        foreach (var step in (string[])(IsBeta ? ["created"] : ["added", "done"]))
            yield return Of($"conversation.item.{step}", ("previous_item_id", previous), ("item", ItemOf(item)));
    }

    /// <summary>Further words of an utterance.</summary>
    public static JsonObject Delta(RealtimeItem item, string added, JsonNode? logprobs)
        => Of($"{Transcription}.delta", ("item_id", item.Id), ("content_index", 0), ("delta", added), ("logprobs", logprobs));

    /// <summary>All words of an utterance.</summary>
    public static JsonObject Completed(RealtimeItem item, RealtimeSettings settings) => Of(
        $"{Transcription}.completed", ("item_id", item.Id), ("content_index", 0), ("transcript", item.Text),
        ("logprobs", settings.HasLogprobs ? Node(AudioAnswer.LogprobsOf(item.Tokens)) : null), ("usage", UsageOf(item, settings)));

    /// <summary>The words of an utterance will not come.</summary>
    public static JsonObject Failed(RealtimeItem item, ApiException error)
    {
        var entry = OpenAiErrors.Of(error).Error;
        return Of($"{Transcription}.failed", ("item_id", item.Id), ("content_index", 0), ("error", Entry(entry)));
    }

    /// <summary>Something is wrong.</summary>
    /// <param name="error">The fault.</param>
    /// <param name="eventId">The client's name for the event that was wrong; null: none was, or it had none.</param>
    public static JsonObject Error(ApiException error, string? eventId)
    {
        var entry = Entry(OpenAiErrors.Of(error).Error);
        entry["event_id"] = eventId;
        return Of("error", ("error", entry));
    }

    private JsonObject Session(string step, RealtimeSettings settings) => Of(
        IsBeta ? $"transcription_session.{step}" : $"session.{step}", ("session", RealtimeSessionForm.Of(sessionId, settings, IsBeta)));

    private static JsonObject Of(string type, params (string Name, JsonNode? Value)[] members)
    {
        var json = new JsonObject { ["type"] = type, ["event_id"] = NewId("event") };
        foreach (var (name, value) in members) json[name] = value;
        return json;
    }

    private static JsonObject ItemOf(RealtimeItem item) => new()
    {
        ["id"] = item.Id,
        ["object"] = "realtime.item",
        ["type"] = "message",
        ["status"] = "completed",
        ["role"] = "user",
        ["content"] = new JsonArray(new JsonObject { ["type"] = "input_audio", ["transcript"] = null }),
    };

    private static JsonObject Entry(OpenAiErrorDetail entry) => new()
    {
        ["type"] = entry.Type,
        ["code"] = entry.Code,
        ["message"] = entry.Message,
        ["param"] = entry.Param,
    };

    // As the hosted service counts: gpt models by the token, others by the second.
    private static JsonNode? UsageOf(RealtimeItem item, RealtimeSettings settings)
    {
        if (!settings.Model.StartsWith("gpt-", StringComparison.Ordinal))
            return new JsonObject { ["type"] = "duration", ["seconds"] = Math.Round(item.Duration.TotalSeconds, 3) };
        var usage = JobUsage.Of(settings.Transcription, item.Duration, item.Tokens);
        return Node(new AudioTokenUsageResponse(
            usage.InputAudio + usage.InputText, usage.OutputText, new(usage.InputAudio, usage.InputText)));
    }

    /// <summary>A response as JSON.</summary>
    public static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, JsonSettings.Stored);
}
