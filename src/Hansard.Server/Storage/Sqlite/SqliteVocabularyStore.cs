using Dapper;
using Hansard.Server.Vocabulary;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>Terms of projects as rows of SQLite.</summary>
internal sealed class SqliteVocabularyStore(Database database, TimeProvider clock) : IVocabularyStore
{
    /// <inheritdoc />
    public IReadOnlyList<string> Of(string projectId) => database.Read(c => c.Query<string>(
        "SELECT term FROM vocabulary WHERE project_id = @projectId ORDER BY created_at, term", new { projectId }).AsList());

    /// <inheritdoc />
    public IReadOnlyList<VocabularyTerm> List(string project) => database.Read(c => c.Query<VocabularyTerm>(
        "SELECT id Id, term Term, created_at CreatedAt FROM vocabulary WHERE project_id = @project ORDER BY term COLLATE NOCASE, term",
        new { project }).AsList());

    /// <inheritdoc />
    public Task<bool> AddAsync(string project, IReadOnlyList<string> terms, CancellationToken cancellationToken) => database.WriteAsync(
        c =>
        {
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
}
