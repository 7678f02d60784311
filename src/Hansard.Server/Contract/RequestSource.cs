namespace Hansard.Server.Contract;

/// <summary>Sources of files and transcriptions, for the counts.</summary>
internal static class RequestSource
{
    /// <summary>A program.</summary>
    public const string PublicApi = "public_api";

    /// <summary>The server's web page.</summary>
    public const string Playground = "playground";
}
