namespace Hansard.Server.Observability;

/// <summary>Work of this process, to be measured.</summary>
internal interface IWorkActivity
{
    /// <summary>Tells how busy it is.</summary>
    WorkActivity Now();
}

/// <summary>Work of a process.</summary>
/// <param name="Workers">Jobs that it does at once; 0 where it does none.</param>
/// <param name="Busy">Jobs that it does now, those included that have workers of their own because somebody waits for them.</param>
/// <param name="AudioRate">Seconds of sound transcribed in a second, lately.</param>
/// <param name="OldestRenewal">Time since the renewal of that lease which has not been renewed for longest; zero without leases.</param>
internal readonly record struct WorkActivity(int Workers, int Busy, double AudioRate, TimeSpan OldestRenewal);
