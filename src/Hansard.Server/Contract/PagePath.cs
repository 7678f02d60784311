namespace Hansard.Server.Contract;

/// <summary>Paths of pages for people.</summary>
internal static class PagePath
{
    /// <summary>The pages on errors: one below it for each of <see cref="ErrorTypes"/>.</summary>
    public const string Errors = "/docs/errors";
}
