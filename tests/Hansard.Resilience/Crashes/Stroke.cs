namespace Hansard.Resilience.Crashes;

/// <summary>A way to stop what runs, after which it is started again.</summary>
public enum Stroke
{
    /// <summary>SIGKILL for the server.</summary>
    Kill,

    /// <summary>SIGTERM for the server.</summary>
    Terminate,

    /// <summary>PostgreSQL ends as in a power cut.</summary>
    KillDatabase,
}
