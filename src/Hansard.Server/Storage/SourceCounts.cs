using Hansard.Server.Contract;

namespace Hansard.Server.Storage;

/// <summary>Numbers of files or transcriptions by their source.</summary>
internal sealed record SourceCounts(long Total, long PublicApi, long Playground)
{
    /// <summary>The counts as the API shows them.</summary>
    public CountResponse ToResponse() => new(Total, PublicApi, Playground);
}
