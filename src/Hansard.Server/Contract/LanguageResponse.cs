namespace Hansard.Server.Contract;

/// <summary>A language that a model recognises.</summary>
internal sealed record LanguageResponse(string Code, string Name);
