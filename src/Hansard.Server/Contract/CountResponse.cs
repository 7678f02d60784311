using System.ComponentModel;
using Hansard.Server.Storage;

namespace Hansard.Server.Contract;

/// <summary>How many there are, and from where.</summary>
internal sealed record CountResponse(
    long Total,
    [property: Description("Made by programs.")] long PublicApi,
    [property: Description("Made by the server's web page.")] long Playground)
{
    /// <summary>What the API shows of the counts.</summary>
    public static CountResponse From(SourceCounts counts) => new(counts.Total, counts.PublicApi, counts.Playground);
}
