namespace Hansard.Server.Outbound;

/// <summary>
/// Bounds what is under way to other hosts: in all, for one project, and of one project to one host. No project can take so much that
/// another finds nothing.
/// </summary>
/// <remarks>
/// A project may only start one more while it has fewer under way than are still free. So the first gets half of the whole, the next half
/// of what is left, and as things end, all come to have the same, with something to spare for a newcomer: dynamic thresholds, as switches
/// share their buffers (Choudhury and Hahne, "Dynamic queue length thresholds for shared-memory packet switches", 1998, with α = 1). A host
/// counts for each project by itself, because what one project sends there must not hold up another. Not safe for concurrent use.
/// </remarks>
/// <param name="total">Under way at once.</param>
/// <param name="perProject">… of one project.</param>
/// <param name="perHost">… of one project to one host.</param>
internal sealed class OutboundSlots(int total, int perProject, int perHost)
{
    private readonly Dictionary<string, Dictionary<string, int>> _taken = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>
    /// The name by which slots are counted of the host that a URL leads to: with scheme and port, as each may be another program.
    /// </summary>
    /// <remarks>
    /// As written: <see cref="Uri.IdnHost"/> throws for some hosts, and the end of a job must not fail for its webhook's.
    /// </remarks>
    public static string HostOf(Uri url) => $"{url.Scheme}://{url.Host}:{url.Port}";

    /// <summary>Slots that a project has.</summary>
    public int CountOf(string project) => _taken.TryGetValue(project, out var hosts) ? hosts.Values.Sum() : 0;

    /// <summary>Determines whether a project may start one more, to some host.</summary>
    public bool HasRoom(string project) => CountOf(project) is var count && count < perProject && count < total - _count;

    /// <summary>Hosts that a project has all it may under way to.</summary>
    public IReadOnlyList<string> FullHosts(string project)
        => _taken.TryGetValue(project, out var hosts) ? [.. hosts.Where(host => host.Value >= perHost).Select(host => host.Key)] : [];

    /// <summary>Takes a slot if there is one.</summary>
    public bool TryTake(string project, string host)
    {
        if (!HasRoom(project)) return false;
        if (!_taken.TryGetValue(project, out var hosts)) _taken[project] = hosts = new(StringComparer.Ordinal);
        var count = hosts.GetValueOrDefault(host);
        if (count >= perHost) return false;
        hosts[host] = count + 1;
        _count++;
        return true;
    }

    /// <summary>Gives a slot back.</summary>
    public void Release(string project, string host)
    {
        var hosts = _taken[project];
        if (--hosts[host] == 0) hosts.Remove(host);
        if (hosts.Count == 0) _taken.Remove(project);
        _count--;
    }
}
