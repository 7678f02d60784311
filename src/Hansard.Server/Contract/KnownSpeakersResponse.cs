using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Hansard.Server.Contract;

/// <summary>The body of <c>POST /v1/known-speakers</c>.</summary>
/// <remarks>Only described here: it is read field by field, so that every fault is named.</remarks>
[Description(
    "A name, and where the person speaks: file_id, or transcription_id with speaker. Null counts as absent, and unknown fields are "
    + "ignored.")]
internal sealed record KnownSpeakerBody
{
    /// <summary>Characters of a name.</summary>
    public const int MaximumName = 128;

    /// <summary>Characters of a note of consent.</summary>
    public const int MaximumConsent = 500;

    [Description("What the person is called, unique in the project: a name that there is already gets one more sample, which makes the "
        + "person better known."), MaxLength(MaximumName)]
    public required string Name { get; init; }

    [Description("An uploaded file in which the person speaks, alone.")]
    public string? FileId { get; init; }

    [Description("With file_id: where the person begins to speak. The file's start when absent."), Range(0, int.MaxValue)]
    public int? FromMs { get; init; }

    [Description("With file_id: where the person has spoken. The file's end when absent."), Range(0, int.MaxValue)]
    public int? ToMs { get; init; }

    [Description("A completed transcription in which the person speaks.")]
    public string? TranscriptionId { get; init; }

    [Description("With transcription_id: the speaker that the person is, such as 1.")]
    public string? Speaker { get; init; }

    [Description("How and when the person agreed that the voice is kept, as a note; it goes with the person."), MaxLength(MaximumConsent)]
    public string? Consent { get; init; }
}

/// <summary>A page of people who are known again, newest first.</summary>
internal sealed record KnownSpeakersResponse(
    [property: Description("The newest first.")] IReadOnlyList<KnownSpeakerResponse> KnownSpeakers,
    [property: Description("For the next page; null on the last.")] string? NextPageCursor);

/// <summary>A person who is known again.</summary>
[Description("A person who is known again by voice.")]
internal sealed record KnownSpeakerResponse
{
    [Description("A UUID.")]
    public required string Id { get; init; }

    [Description("What the person is called.")]
    public required string Name { get; init; }

    [Description("UTC, ISO 8601.")]
    public required string CreatedAt { get; init; }

    [Description("The recordings that the person was added from, the oldest first. What is kept of each, a voice, is never shown.")]
    public required IReadOnlyList<VoiceSampleEntry> Samples { get; init; }
}

/// <summary>A sample of a person's voice.</summary>
[Description("A sample of a person's voice.")]
internal sealed record VoiceSampleEntry
{
    [Description("UTC, ISO 8601.")]
    public required string CreatedAt { get; init; }

    [Description("The length of the speech that it was made of.")]
    public required long SpeechMs { get; init; }

    [Description("False when it cannot be decrypted, as the key for it is lost: it is of no use then. Delete the person and begin anew.")]
    public required bool Readable { get; init; }

    [Description("How and when the person agreed, as sent; empty: not noted.")]
    public required string Consent { get; init; }
}
