using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hansard.Server.Contract;

/// <summary>Alternatives to the doubtful words of a recording.</summary>
internal sealed record AlternativesResponse(
    [property: Description("The transcription's.")] string Id,
    [property: Description("The doubtful words for which something else was heard, in the order of the tokens.")]
    IReadOnlyList<DoubtfulWord> Words);

/// <summary>A doubtful word, and what else was heard.</summary>
[Description("A doubtful word, and what else was heard in its place.")]
internal sealed record DoubtfulWord
{
    [Description("As on the token.")]
    public required string Text { get; init; }

    [Description("As on the token.")]
    public required long StartMs { get; init; }

    [Description("As on the token.")]
    public required long EndMs { get; init; }

    [Description("As on the token; less than 0.6.")]
    public required double Confidence { get; init; }

    [Description("As on the token; only with audio_track all.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Track { get; init; }

    [Description("Up to five, the likeliest first, without marks and spaces around; each one word or a few.")]
    public required IReadOnlyList<string> Alternatives { get; init; }
}
