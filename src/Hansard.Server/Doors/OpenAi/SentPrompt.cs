using System.Text.Json;
using Hansard.Server.Contract;

namespace Hansard.Server.Doors.OpenAi;

/// <summary>Makes a context of a prompt and of keywords, as OpenAI's API has them.</summary>
internal static class SentPrompt
{
    /// <param name="prompt">The text that was sent; null for none.</param>
    /// <param name="keywords">Terms that were sent beside it.</param>
    /// <exception cref="ApiException">They are too long.</exception>
    public static JsonElement? ContextOf(string? prompt, IReadOnlyList<string> keywords) => PromptContext.Of(
        prompt, keywords, AudioRequestReader.MaximumText, message => AudioFields.Fault(prompt is null ? "keywords" : "prompt", message));
}
