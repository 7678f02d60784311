using Hansard.Server.Jobs;

namespace Hansard.Server.Vocabulary;

/// <summary>Keeps the terms of projects.</summary>
internal interface IVocabularyStore : IVocabularyTerms
{
    /// <summary>Terms of a project at most: each costs time where something sounds like it.</summary>
    const int Most = 2000;

    /// <summary>The terms of a project, in the order of the alphabet.</summary>
    IReadOnlyList<VocabularyTerm> List(string project);

    /// <summary>Adds terms; those that are there already, written alike, stay as they are.</summary>
    /// <param name="project">Id of the project.</param>
    /// <param name="terms">Terms, each once.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>False when there would be too many: none is added then.</returns>
    Task<bool> AddAsync(string project, IReadOnlyList<string> terms, CancellationToken cancellationToken);

    /// <summary>Removes a term.</summary>
    /// <returns>False when the project has no such term.</returns>
    Task<bool> RemoveAsync(string project, string id, CancellationToken cancellationToken);

    /// <summary>Lists what people have corrected to at least twice, but for terms and what was dismissed; the commonest first.</summary>
    /// <param name="project">Id of the project.</param>
    /// <param name="limit">The most that are returned.</param>
    IReadOnlyList<TermSuggestion> Suggestions(string project, int limit);

    /// <summary>Suggests some terms no more. Those that nobody has corrected to are passed over.</summary>
    Task DismissAsync(string project, IReadOnlyList<string> terms, CancellationToken cancellationToken);
}
