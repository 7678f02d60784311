using Hansard.Engine.Transcripts;

namespace Hansard.Server.Jobs;

/// <summary>Says what a transcript lacks.</summary>
internal static class TranscriptWarnings
{
    /// <returns>A sentence each; most often none.</returns>
    public static IReadOnlyList<string> Of(Transcript transcript) => transcript.UntranslatedLanguages is { Count: > 0 } languages
        ? [
            .. transcript.Warnings,
            $"What is said in {string.Join(", ", languages)} is not translated: this server has no translator for it."
        ]
        : transcript.Warnings;
}
