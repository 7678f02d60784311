namespace Hansard.Cli.Remote.Api;

/// <summary>Tells once when a server goes away, and once when it is there again, however many calls wait for it.</summary>
/// <param name="tell">Takes a sentence.</param>
internal sealed class Outage(Action<string> tell)
{
    private readonly Lock _lock = new();
    private string? _told;

    /// <summary>Takes down that a call failed, and will be tried again.</summary>
    /// <param name="reason">A sentence.</param>
    public void Begin(string reason)
    {
        lock (_lock)
        {
            if (_told is not null) return;
            _told = reason;
        }
        tell($"{reason} Trying again …");
    }

    /// <summary>Takes down that a call was answered.</summary>
    /// <param name="server">Name of the server.</param>
    public void End(string server)
    {
        lock (_lock)
        {
            if (_told is null) return;
            _told = null;
        }
        tell($"{server} answers again.");
    }
}
