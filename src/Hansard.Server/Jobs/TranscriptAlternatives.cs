using System.Text.Json;
using Hansard.Engine.Transcripts;
using Hansard.Server.Contract;

namespace Hansard.Server.Jobs;

/// <summary>Alternatives to the doubtful words of a recording, in the form in which they are stored.</summary>
internal static class TranscriptAlternatives
{
    /// <returns>A JSON array of <see cref="DoubtfulWord"/>; null where there is none.</returns>
    public static string? Json(Transcript transcript)
    {
        DoubtfulWord[] words =
        [
            .. transcript.Tokens.Where(token => token.Alternatives.Count > 0).Select(token => new DoubtfulWord
            {
                Text = token.Text,
                StartMs = token.StartMs!.Value,
                EndMs = token.EndMs!.Value,
                Confidence = token.Confidence,
                Track = token.Track,
                Alternatives = token.Alternatives,
            }),
        ];
        return words.Length == 0 ? null : JsonSerializer.Serialize(words, JsonSettings.Stored);
    }

    /// <summary>Reads them.</summary>
    /// <param name="json">As stored; null: none.</param>
    public static IReadOnlyList<DoubtfulWord> Read(string? json)
        => JsonSerializer.Deserialize<DoubtfulWord[]>(json ?? "[]", JsonSettings.Stored)!;
}
