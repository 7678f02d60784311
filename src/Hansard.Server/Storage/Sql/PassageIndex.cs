using System.Data.Common;
using Hansard.Server.Search;

namespace Hansard.Server.Storage.Sql;

/// <summary>The words of passages, as a database finds them.</summary>
internal abstract class PassageIndex
{
    /// <summary>Gives the way to transcriptions in which the words of the parameter <c>words</c> were said.</summary>
    /// <param name="connection">Of this database.</param>
    /// <param name="project">The project whose they are.</param>
    /// <param name="words">The <see cref="Text"/> of a query.</param>
    public abstract SearchSource Said(DbConnection connection, string project, string words);

    /// <summary>
    /// Gives the way to transcriptions whose name or notes have a text in them: the parameter <c>name</c>, or <c>pattern</c> for LIKE.
    /// </summary>
    /// <param name="text">The text.</param>
    public abstract SearchSource Named(string text);

    /// <summary>By a comparison, for which there may be an index; otherwise every name and all notes are read.</summary>
    protected static SearchSource NamedAlike { get; } = new(
        SearchSource.Transcriptions, @"(fold(t.filename) LIKE fold(@pattern) ESCAPE '\' OR fold(t.notes) LIKE fold(@pattern) ESCAPE '\')");

    /// <summary>The query in this database's own language.</summary>
    public abstract string Text(DbConnection connection, WordQuery query);

    /// <summary>Stores the passages of a transcription that has none.</summary>
    public abstract void Add(DbConnection connection, string id, IReadOnlyList<Passage> passages);

    /// <summary>The first passages of transcriptions with the words, which are marked (<see cref="MarkedWords"/>) in theirs.</summary>
    /// <param name="connection">Of this database.</param>
    /// <param name="rows">The transcriptions; at least one.</param>
    /// <param name="query">The words.</param>
    /// <param name="words">Their <see cref="Text"/>.</param>
    /// <param name="most">Passages of each at most.</param>
    /// <returns>Those of each in their order.</returns>
    public abstract IEnumerable<FoundPassage> Find(
        DbConnection connection, IReadOnlyList<SearchedTranscription> rows, WordQuery query, string words, int most);
}
