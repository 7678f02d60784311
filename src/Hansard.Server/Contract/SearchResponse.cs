using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hansard.Server.Contract;

/// <summary>A page of transcriptions that were found.</summary>
internal sealed record SearchResponse(
    IReadOnlyList<SearchResult> Results,
    [property: Description("Null on the last page.")] string? NextPageCursor);

/// <summary>A transcription that was found.</summary>
internal sealed record SearchResult(
    TranscriptionResponse Transcription,
    [property: Description("The first passages that have the words; none where its name or notes have them.")]
    IReadOnlyList<PassageEntry> Passages);

/// <summary>A stretch of a transcript. Fields that do not apply are absent.</summary>
[Description("A stretch of a transcript. Fields that do not apply are absent.")]
internal sealed record PassageEntry
{
    [Description("From the start of the recording.")]
    public required long StartMs { get; init; }

    [Description("From the start of the recording.")]
    public required long EndMs { get; init; }

    [Description("As on the tokens.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Speaker { get; init; }

    [Description("The speaker's name in the newest revision.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SpeakerName { get; init; }

    [Description("The text that was spoken.")]
    public required string Text { get; init; }

    [Description("Where the words stand in it; none where only its translation has them.")]
    public required IReadOnlyList<MatchEntry> Matches { get; init; }
}

/// <summary>A stretch of a text, in UTF-16 code units.</summary>
internal sealed record MatchEntry(
    [property: Description("The first, in UTF-16 code units.")] int Start,
    [property: Description("The one after the last.")] int End);

/// <summary>The tags of a project.</summary>
internal sealed record TagsResponse(IReadOnlyList<TagEntry> Tags);

/// <summary>A tag.</summary>
internal sealed record TagEntry(
    [property: Description("The tag.")] string Tag,
    [property: Description("Transcriptions that have it.")] long Count);
