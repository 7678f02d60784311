using Dapper;
using Hansard.Server.Vocabulary;

namespace Hansard.Server.Storage.Sql;

/// <summary>Terms of projects as rows.</summary>
internal sealed class SqlVocabularyStore(ISqlDatabase database, TimeProvider clock) : IVocabularyStore
{
    /// <inheritdoc />
    public IReadOnlyList<string> Of(string projectId) => database.Read(c => c.Query<string>(
        "SELECT term FROM vocabulary WHERE project_id = @projectId ORDER BY created_at, term", new { projectId }).AsList());

    /// <inheritdoc />
    public IReadOnlyList<VocabularyTerm> List(string project) => database.Read(c => c.Query<VocabularyTerm>(
        "SELECT id Id, term Term, created_at CreatedAt FROM vocabulary WHERE project_id = @project ORDER BY fold(term), term",
        new { project }).AsList());

    /// <inheritdoc />
    public Task<bool> AddAsync(string project, IReadOnlyList<string> terms, CancellationToken cancellationToken) => database.WriteAsync(
        c =>
        {
            Holds.Limits(c, project);
            var known = c.Query<string>("SELECT term FROM vocabulary WHERE project_id = @project", new { project })
                .ToHashSet(StringComparer.Ordinal);
            string[] added = [.. terms.Where(term => !known.Contains(term))];
            if (known.Count + added.Length > IVocabularyStore.Most) return false;
            var now = clock.Milliseconds();
            c.Execute(
                "INSERT INTO vocabulary (id, project_id, term, created_at) VALUES (@id, @project, @term, @now)",
                added.Select(term => new { id = Guid.CreateVersion7().ToString(), project, term, now }));
            return true;
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<bool> RemoveAsync(string project, string id, CancellationToken cancellationToken) => database.WriteAsync(
        c => c.Execute("DELETE FROM vocabulary WHERE id = @id AND project_id = @project", new { id, project }) == 1, cancellationToken);

    /// <inheritdoc />
    public IReadOnlyList<TermSuggestion> Suggestions(string project, int limit) => database.Read(c => c.Query<TermSuggestion>(
        """
        SELECT r.written Term, min(r.heard) Heard, CAST(sum(r.times) AS BIGINT) Times
        FROM replacements r JOIN transcriptions t ON t.id = r.transcription_id
        WHERE t.project_id = @project
            AND NOT EXISTS (SELECT 1 FROM vocabulary v WHERE v.project_id = @project AND v.term = r.written)
            AND NOT EXISTS (SELECT 1 FROM dismissed_terms d WHERE d.project_id = @project AND d.term = r.written)
        GROUP BY r.written HAVING sum(r.times) >= 2 ORDER BY Times DESC, Term LIMIT @limit
        """,
        new { project, limit }).AsList());

    /// <inheritdoc />
    public Task DismissAsync(string project, IReadOnlyList<string> terms, CancellationToken cancellationToken) => database.WriteAsync(
        c => c.Execute(
            """
            INSERT INTO dismissed_terms (project_id, term)
            SELECT DISTINCT @project, r.written FROM replacements r JOIN transcriptions t ON t.id = r.transcription_id
            WHERE t.project_id = @project AND r.written = @term
            ON CONFLICT DO NOTHING
            """,
            terms.Select(term => new { project, term })),
        cancellationToken);
}
