using System.Text.Json;
using Hansard.Server.Contract;
using Hansard.Server.Doors.Streaming;

namespace Hansard.Server.Doors.OpenAi.Realtime;

/// <summary>A message of a client. Owns its JSON.</summary>
internal sealed class ClientEvent : IDisposable
{
    private const int MaximumId = 512;

    private readonly JsonDocument _json;

    private ClientEvent(JsonDocument json) => _json = json;

    /// <summary>The client's own name for the event, for errors; null for none.</summary>
    public string? Id { get; private set; }

    /// <summary>Says what is wanted.</summary>
    public string Type { get; private set; } = "";

    /// <summary>Reads a message.</summary>
    /// <exception cref="ApiException">It is no JSON object.</exception>
    public static ClientEvent Read(LiveFrame frame)
    {
        if (!frame.IsText)
            throw ApiException.Invalid("Events are JSON in text messages; sound is in them as Base64, not in binary messages.");
        JsonDocument? json = null;
        try
        {
            json = JsonDocument.Parse(frame.Content);
            if (json.RootElement.ValueKind is not JsonValueKind.Object) throw ApiException.Invalid("An event must be a JSON object.");
            return new ClientEvent(json) { Id = TextOf(json, "event_id"), Type = TextOf(json, "type") ?? "" };
        }
        catch (Exception exception)
        {
            json?.Dispose();
            throw exception is JsonException or InvalidOperationException ? ApiException.Invalid("An event is no valid JSON.") : exception;
        }
    }

    /// <summary>The sound of an <c>input_audio_buffer.append</c>.</summary>
    /// <exception cref="ApiException">There is none, or it is no Base64.</exception>
    public byte[] Audio() => Guarded(() =>
        !_json.RootElement.TryGetProperty("audio", out var audio) || audio.ValueKind is not JsonValueKind.String
            ? throw AudioFields.Fault("audio", "'audio' is missing: it must be a string with the sound in Base64.")
            : audio.TryGetBytesFromBase64(out var bytes) ? bytes : throw AudioFields.Fault("audio", "'audio' is no Base64."));

    /// <summary>The settings after an update.</summary>
    /// <exception cref="ApiException">Something is wrong with it.</exception>
    public RealtimeSettings Settings(RealtimeSettingsReader reader, RealtimeSettings current) => Guarded(() =>
        !_json.RootElement.TryGetProperty("session", out var session) || session.ValueKind is not JsonValueKind.Object
            ? throw AudioFields.Fault("session", "'session' is missing: it must be an object.")
            : reader.Read(session, current));

    /// <inheritdoc />
    public void Dispose() => _json.Dispose();

    private static string? TextOf(JsonDocument json, string name)
        => json.RootElement.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString() is { Length: <= MaximumId } text ? text : null
            : null;

    // An escaped half of a surrogate pair is found out only when it is read.
    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            throw ApiException.Invalid("The event is not valid Unicode.");
        }
    }
}
