namespace Hansard.Server.Usage;

/// <summary>Live sessions that run, where live transcription is served.</summary>
internal interface IRunningSessions
{
    /// <summary>Sessions of the whole server that run now.</summary>
    int Running { get; }

    /// <summary>Sessions of the whole server that may run at once.</summary>
    int Most { get; }

    /// <summary>Sessions of a project that run now.</summary>
    /// <param name="project">Id of the project.</param>
    int RunningOf(string project);

    /// <summary>Times since which the sessions of a project run, in milliseconds since 1970 UTC.</summary>
    /// <param name="project">Id of the project.</param>
    IReadOnlyList<long> StartsOf(string project);
}
