namespace Hansard.Server.Configuration;

/// <summary>Parts that a node can have in an installation of several.</summary>
public enum ServerRole
{
    /// <summary>Everything: what a single server does.</summary>
    All,

    /// <summary>Serves clients, and loads no models.</summary>
    Api,

    /// <summary>Transcribes, and serves health and metrics alone.</summary>
    Worker,
}
