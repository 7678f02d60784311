namespace Hansard.Server.Contract;

/// <summary>A language that can be translated into, and from which.</summary>
internal sealed record TranslationTargetResponse(
    string TargetLanguage, IReadOnlyList<string> SourceLanguages, IReadOnlyList<string> ExcludeSourceLanguages);
