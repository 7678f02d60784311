namespace Hansard.Engine.Transcripts;

/// <summary>A paragraph of a transcript, as people read it.</summary>
/// <param name="Speaker">As on the tokens; null without diarization.</param>
/// <param name="BeginsTurn">Indicates whether somebody else spoke before, or nobody.</param>
/// <param name="Start">Of its first word.</param>
/// <param name="End">Of its last word.</param>
/// <param name="Language">Of its first word; null if it is not told.</param>
/// <param name="Text">The text, without a space at its start.</param>
/// <param name="Confidence">Mean over the tokens.</param>
internal sealed record Paragraph(
    string? Speaker, bool BeginsTurn, TimeSpan Start, TimeSpan End, string? Language, string Text, double Confidence)
{
    /// <summary>Number of its tokens, those of translations left out.</summary>
    public int Tokens { get; init; }

    /// <summary>Translation of the sentences that end in it; null if there is none.</summary>
    public string? Translation { get; init; }

    /// <summary>Language of the translation.</summary>
    public string? TranslationLanguage { get; init; }
}
