namespace Hansard.Server.Storage;

/// <summary>How many there are, and from where.</summary>
internal sealed record SourceCounts(long Total, long PublicApi, long Playground);
