using System.Globalization;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Import;
using Hansard.Server.Contract;
using Hansard.Server.Transcriptions;

namespace Hansard.Server.Revisions;

/// <summary>Holds the times of a text that is brought in against the recording.</summary>
/// <remarks>
/// Subtitles of another film are the likeliest mistake, and would be seen when the transcript is gone through, if ever. A few cues after
/// the end are what a cut leaves.
/// </remarks>
/// <param name="start">Milliseconds of the recording at which what is transcribed of it begins.</param>
/// <param name="end">The same of its end; null: not known.</param>
internal sealed class ImportedTimes(long start, long? end)
{
    /// <summary>The times of a transcription.</summary>
    public static ImportedTimes Of(TranscriptionRow row)
    {
        var start = row.Request().AudioStartMs ?? 0;
        return new ImportedTimes(start, start + row.AudioDurationMs);
    }

    /// <summary>Checks cues of subtitles.</summary>
    /// <returns>A sentence when some are outside of the recording; null: none is.</returns>
    /// <exception cref="ApiException">Most are.</exception>
    public string? Check(IReadOnlyList<ImportedPassage> passages) => Check(
        [.. passages.Where(passage => passage.Time is not null)],
        passage => ((long)passage.Time!.Value.Start.TotalMilliseconds, (long)passage.Time!.Value.End.TotalMilliseconds),
        passage => $"body.{passage.Line}",
        "cues");

    /// <summary>Checks the tokens of a transcript.</summary>
    /// <inheritdoc cref="Check(IReadOnlyList{ImportedPassage})" />
    public string? Check(IReadOnlyList<TranscriptToken> tokens) => Check(
        [.. tokens.Where(token => token.StartMs is not null)],
        token => (token.StartMs!.Value, token.EndMs ?? token.StartMs.Value),
        _ => "body.tokens",
        "tokens");

    private string? Check<T>(List<T> timed, Func<T, (long Start, long End)> timeOf, Func<T, string> placeOf, string noun)
    {
        if (end is not { } last) return null;
        var outside = timed.FindAll(item => timeOf(item) is var time && (time.Start >= last || time.End < start));
        if (outside.Count == 0) return null;
        var counted = $"{outside.Count} of {timed.Count} {noun} are outside of what is transcribed, from {Clock(start)} to {Clock(last)}";
        if (outside.Count * 2 <= timed.Count) return $"{counted}: they were brought in as they are.";
        throw ApiException.Invalid(
            "invalid_value",
            placeOf(outside[0]),
            $"{counted}: is this the text of another recording? Nothing was brought in.");
    }

    private static string Clock(long milliseconds)
        => TimeSpan.FromMilliseconds(milliseconds).ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);
}

/// <summary>A text that was brought in, as a revision has it.</summary>
/// <param name="Transcript">Its text.</param>
/// <param name="Warning">A sentence on what is odd about it; null: nothing.</param>
internal sealed record ImportedTranscript(StoredTranscript Transcript, string? Warning);
