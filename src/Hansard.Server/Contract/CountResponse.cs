using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>Numbers of files or transcriptions by their source.</summary>
internal sealed record CountResponse(
    [property: Description("All of them.")] long Total,
    [property: Description("Made by programs.")] long PublicApi,
    [property: Description("Made by the server's web page.")] long Playground);
