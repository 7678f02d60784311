namespace Hansard.Server.Jobs;

/// <summary>The terms of a project that apply to every recording of it.</summary>
internal interface IVocabularyTerms
{
    /// <param name="projectId">Id of the project.</param>
    IReadOnlyList<string> Of(string projectId);
}
