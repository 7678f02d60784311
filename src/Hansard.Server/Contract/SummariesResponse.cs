using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Hansard.Server.Contract;

/// <summary>The body of <c>POST /v1/transcriptions/{id}/summaries</c>.</summary>
/// <remarks>Only described here: it is read field by field, so that every fault is named.</remarks>
[Description("The summary that is wanted. Null counts as absent, and unknown fields are ignored.")]
internal sealed record SummaryBody
{
    /// <summary>Characters of a language.</summary>
    public const int MaximumLanguage = 40;

    [Description("summary, chapters, action_items or title.")]
    public required string Kind { get; init; }

    [Description("The language to write in, by name or code, such as English or en. When absent, the one that is spoken."),
    MaxLength(MaximumLanguage)]
    public string? Language { get; init; }
}

/// <summary>The summaries of a transcript.</summary>
internal sealed record SummariesResponse(
    [property: Description(
        "Where summaries are asked of, such as http://127.0.0.1:11434: what was said is sent there when one is asked for. Null where "
        + "the server has no such endpoint, and there are no summaries.")]
    string? Endpoint,
    [property: Description("The model that is asked; null where there is none.")] string? Model,
    [property: Description("The newest first; of each kind one that is completed, and one that is being written or failed.")]
    IReadOnlyList<SummaryResponse> Summaries);

/// <summary>A summary of a transcript.</summary>
[Description("A summary of a transcript.")]
internal sealed record SummaryResponse
{
    [Description("A UUID.")]
    public required string Id { get; init; }

    [Description("summary, chapters, action_items or title.")]
    public required string Kind { get; init; }

    [Description("queued, processing, completed or error.")]
    public required string Status { get; init; }

    [Description("The revision that it is of; 0: the original.")]
    public required long Revision { get; init; }

    [Description("The model that was asked.")]
    public required string Model { get; init; }

    [Description("Name of the API key that asked for it; empty for none.")]
    public required string Author { get; init; }

    [Description("When it was asked for.")]
    public required string CreatedAt { get; init; }

    [Description("What is said, each statement with the passages that it rests on; null until it is completed.")]
    public required IReadOnlyList<StatementEntry>? Statements { get; init; }

    [Description("Number of statements of the model that rested on no passage, and were left out.")]
    public required long Unfounded { get; init; }

    [Description("Why there is none, in a sentence; null where nothing is wrong.")]
    public required string? Error { get; init; }
}

/// <summary>A statement of a summary.</summary>
[Description("A statement of a summary; of chapters a heading.")]
internal sealed record StatementEntry(
    [property: Description("One sentence, or a heading.")] string Text,
    [property: Description("What it rests on, in order of time, at least one.")] IReadOnlyList<StatementPassageEntry> Passages);

/// <summary>A passage that a statement rests on.</summary>
[Description("A passage that a statement rests on.")]
internal sealed record StatementPassageEntry(
    [property: Description("From the start of the recording.")] long StartMs,
    [property: Description("From the start of the recording.")] long EndMs,
    [property: Description("What is said there.")] string Text);
