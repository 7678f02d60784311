namespace Hansard.Resilience.Buckets;

/// <summary>A way in which what lies between a server and its bucket fails.</summary>
public enum LinkFault
{
    /// <summary>None.</summary>
    None,

    /// <summary>The connection ends in the middle of a request or an answer.</summary>
    Cut,

    /// <summary>The bucket's server says that it fails: 500, 503 and "slow down".</summary>
    Error,

    /// <summary>Bytes come slowly, after a while.</summary>
    Slow,

    /// <summary>Nothing takes a connection.</summary>
    Away,
}
