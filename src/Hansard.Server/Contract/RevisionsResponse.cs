using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Hansard.Engine.Transcripts;

namespace Hansard.Server.Contract;

/// <summary>The body of <c>POST /v1/transcriptions/{id}/revisions</c>.</summary>
/// <remarks>Only described here: it is read field by field, so that every fault is named.</remarks>
[Description(
    "The corrected text, as text, segments or tokens; none of them where only names change or words are confirmed. Null counts as "
    + "absent, and unknown fields are ignored.")]
internal sealed record RevisionBody
{
    /// <summary>Characters of a text.</summary>
    public const int MaximumText = 4_000_000;

    /// <summary>Characters of a token.</summary>
    public const int MaximumToken = 1_000;

    /// <summary>Segments of a transcript.</summary>
    public const int MaximumSegments = 100_000;

    /// <summary>Tokens of a transcript.</summary>
    public const int MaximumTokens = 500_000;

    [Description("The revision that was corrected, 0 for the original: if there is a newer one by now, nothing is saved, and the answer "
        + "is a 409."), Range(0, int.MaxValue)]
    public required int Base { get; init; }

    [Description("All of the text. Words that did not change keep their tokens; others get times between them."), MaxLength(MaximumText)]
    public string? Text { get; init; }

    [Description("All of the text in pieces, such as turns or paragraphs."), MaxLength(MaximumSegments)]
    public IReadOnlyList<RevisionSegmentBody>? Segments { get; init; }

    [Description("All tokens, taken as they are."), MaxLength(MaximumTokens)]
    public IReadOnlyList<TranscriptToken>? Tokens { get; init; }

    [Description("Times of words that somebody has listened to and found right: the confidence of their tokens becomes 1."),
        MaxLength(MaximumTokens)]
    public IReadOnlyList<ConfirmedWordBody>? Confirmed { get; init; }

    [Description("Names by speaker, such as {\"1\": \"Dr. Smith\"}, in place of all that the base has. Absent: those of the base.")]
    public IReadOnlyDictionary<string, string>? SpeakerNames { get; init; }
}

/// <summary>A piece of a corrected text.</summary>
[Description("A piece of a corrected text.")]
internal sealed record RevisionSegmentBody
{
    [Description("What is said."), MaxLength(RevisionBody.MaximumText)]
    public required string Text { get; init; }

    [Description("Who says it, as on the tokens: 1, 2, …; absent: whoever says the words around.")]
    public string? Speaker { get; init; }
}

/// <summary>The time of a word that was found right.</summary>
[Description("The time of a word that was found right.")]
internal sealed record ConfirmedWordBody
{
    [Description("In milliseconds, as on the first of its tokens."), Range(0, int.MaxValue)]
    public required int StartMs { get; init; }

    [Description("In milliseconds, as on the last of its tokens."), Range(0, int.MaxValue)]
    public required int EndMs { get; init; }
}

/// <summary>A page of revisions, newest first.</summary>
internal sealed record RevisionsResponse(
    [property: Description("The newest first.")] IReadOnlyList<RevisionResponse> Revisions,
    [property: Description("For the next page; null on the last.")] string? NextPageCursor);

/// <summary>A corrected transcript, without its text.</summary>
[Description("A corrected transcript, without its text.")]
internal sealed record RevisionResponse
{
    [Description("The transcription's.")]
    public required string Id { get; init; }

    [Description("From 1 on.")]
    public required long Revision { get; init; }

    [Description("The revision that was corrected; 0: the original.")]
    public required long Base { get; init; }

    [Description("UTC, ISO 8601.")]
    public required string CreatedAt { get; init; }

    [Description("Name of the API key that it was saved with; empty where the server asks for none.")]
    public required string Author { get; init; }

    [Description("Names by speaker.")]
    public required IReadOnlyDictionary<string, string> SpeakerNames { get; init; }

    [Description("In the answer of an import, what is odd about the text, a sentence each, such as that some of its times are outside of "
        + "the recording; otherwise null.")]
    public IReadOnlyList<string>? Warnings { get; init; }
}
