namespace Hansard.Server.Configuration;

/// <summary>The language model that summaries are asked of. It is sent what was said, so there is none unless it is configured.</summary>
public sealed record SummaryOptions
{
    /// <summary>
    /// Base address of an endpoint like OpenAI's chat, such as <c>http://127.0.0.1:11434/v1</c> for Ollama; null: there are no summaries.
    /// </summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>The model to ask.</summary>
    public string? Model { get; set; }

    /// <summary>The endpoint's key; null: it wants none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>A folder with other prompts, each a file such as <c>summary.md</c>; null: those that come with the server.</summary>
    public string? Prompts { get; set; }

    /// <summary>
    /// Characters of a transcript that are sent at once, which the model's context has to hold four times: longer ones are sent in parts.
    /// </summary>
    public int PartCharacters { get; set; } = 12_000;

    /// <summary>Time that one question may take; a model without a GPU takes minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);
}
