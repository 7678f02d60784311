using System.Text.Json.Nodes;

namespace Hansard.Translation.Remote;

/// <summary>The form of a question to an endpoint like OpenAI's chat, and of its answer.</summary>
internal static class ChatCompletion
{
    /// <summary>The path of the call, below the base address.</summary>
    public const string Path = "/chat/completions";

    /// <summary>Makes the body of a question.</summary>
    /// <param name="model">The model to ask.</param>
    /// <param name="instructions">The system's message.</param>
    /// <param name="material">The user's message.</param>
    public static JsonObject Ask(string? model, string instructions, string material) => new()
    {
        ["model"] = model,
        ["temperature"] = 0,
        ["messages"] = new JsonArray(Message("system", instructions), Message("user", material)),
    };

    /// <summary>Finds the text of an answer.</summary>
    /// <returns>Null when it has another form.</returns>
    public static string? TextOf(JsonNode answer)
    {
        try
        {
            return answer is JsonObject found && found["choices"] is JsonArray { Count: > 0 } choices && choices[0] is JsonObject choice
                && choice["message"] is JsonObject message && message["content"] is JsonValue content
                && content.TryGetValue<string>(out var text) ? text : null;
        }
        catch (ArgumentException)
        {
            // A member that is there twice, which shows only here.
            return null;
        }
    }

    private static JsonObject Message(string role, string content) => new() { ["role"] = role, ["content"] = content };
}
