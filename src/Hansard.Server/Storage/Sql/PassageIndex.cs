using System.Data.Common;
using Hansard.Server.Search;

namespace Hansard.Server.Storage.Sql;

/// <summary>The words of passages, as a database finds them.</summary>
internal abstract class PassageIndex
{
    /// <summary>Holds for passages <c>p</c> that have the words of the parameter <c>words</c>.</summary>
    public abstract string HasWords { get; }

    /// <summary>The query in this database's own language.</summary>
    public abstract string Text(WordQuery query);

    /// <summary>Stores the passages of a transcription that has none.</summary>
    public abstract void Add(DbConnection connection, string id, IReadOnlyList<Passage> passages);

    /// <summary>The first passages of a transcription with the words, which are marked (<see cref="MarkedWords"/>) in theirs.</summary>
    public abstract IReadOnlyList<Passage> Find(DbConnection connection, string id, WordQuery query, int most);
}
