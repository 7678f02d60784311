namespace Hansard.Server.Api;

/// <summary>A language that a model recognises.</summary>
internal sealed record LanguageResponse(string Code, string Name);
