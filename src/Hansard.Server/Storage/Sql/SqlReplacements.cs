using System.Data.Common;
using Dapper;
using Hansard.Engine.Transcripts.Corrections;
using Hansard.Server.Contract;

namespace Hansard.Server.Storage.Sql;

/// <summary>Counts the words that people write in place of others, within the transaction that saves a revision.</summary>
internal static class SqlReplacements
{
    // What is written more often than that in one transcript is no single name any more, and rows are to be few.
    private const int MostOfTranscription = 1000;

    // Of one letter or two there is nothing to learn.
    private const int Shortest = 3;

    /// <summary>Adds those of a revision.</summary>
    public static void Add(DbConnection connection, string transcription, IReadOnlyList<WordReplacement> replacements)
    {
        var words = replacements
            .Where(IsTerm)
            .GroupBy(one => one.Written, StringComparer.Ordinal)
            .Take(MostOfTranscription)
            .Select(same => new { transcription, Written = same.Key, same.First().Heard, Times = same.Count(), MostOfTranscription });
        connection.Execute(
            """
            INSERT INTO replacements (transcription_id, written, heard, times)
            SELECT @transcription, @Written, @Heard, @Times
            WHERE (SELECT count(*) FROM replacements WHERE transcription_id = @transcription) < @MostOfTranscription
            ON CONFLICT (transcription_id, written) DO UPDATE SET times = replacements.times + excluded.times
            """,
            words);
    }

    private static bool IsTerm(WordReplacement one)
        => one.Written.Length is >= Shortest and <= VocabularyBody.MaximumTerm && one.Heard.Length <= VocabularyBody.MaximumTerm;
}
