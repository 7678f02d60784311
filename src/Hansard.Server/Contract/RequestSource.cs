namespace Hansard.Server.Contract;

/// <summary>Where a file or transcription came from, for the counts.</summary>
internal static class RequestSource
{
    /// <summary>A program.</summary>
    public const string PublicApi = "public_api";

    /// <summary>The server's web page.</summary>
    public const string Playground = "playground";
}
