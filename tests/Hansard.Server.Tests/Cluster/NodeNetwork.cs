using System.Diagnostics;

namespace Hansard.Server.Tests.Cluster;

/// <summary>A network of this machine alone, in which each node has a network namespace of its own that can be cut off.</summary>
internal sealed class NodeNetwork : IDisposable
{
    private readonly string _bridge = $"hb{Environment.ProcessId % 100_000}";
    private readonly string _prefix = $"10.98.{Environment.ProcessId % 250}";
    private readonly List<string> _namespaces = [];

    private NodeNetwork()
    {
        Ip("link", "add", _bridge, "type", "bridge");
        Ip("address", "add", $"{Host}/24", "dev", _bridge);
        Ip("link", "set", _bridge, "up");
    }

    /// <summary>The address of what is no node.</summary>
    public string Host => $"{_prefix}.1";

    /// <summary>All addresses.</summary>
    public string Addresses => $"{_prefix}.0/24";

    /// <summary>Makes one.</summary>
    /// <returns>Null where this user may not.</returns>
    public static NodeNetwork? TryCreate()
    {
        if (!Environment.IsPrivilegedProcess || !File.Exists("/usr/sbin/ip")) return null;
        try
        {
            return new NodeNetwork();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Adds a place for a node.</summary>
    /// <returns>Its number, its address, and what runs a program there.</returns>
    public (int Number, string Address, string[] Through) Add()
    {
        var number = _namespaces.Count;
        var (name, outer) = ($"{_bridge}n{number}", Outer(number));
        _namespaces.Add(name);
        Ip("netns", "add", name);
        Ip("link", "add", outer, "type", "veth", "peer", "name", "eth0", "netns", name);
        Ip("link", "set", outer, "master", _bridge, "up");
        Ip("-n", name, "link", "set", "lo", "up");
        var address = $"{_prefix}.{number + 10}";
        Ip("-n", name, "address", "add", $"{address}/24", "dev", "eth0");
        Ip("-n", name, "link", "set", "eth0", "up");
        return (number, address, ["ip", "netns", "exec", name]);
    }

    /// <summary>Cuts a node off from everybody: not a packet goes either way, and nobody is told.</summary>
    public void Cut(int number) => Ip("link", "set", Outer(number), "nomaster");

    /// <summary>Ends that.</summary>
    public void Heal(int number) => Ip("link", "set", Outer(number), "master", _bridge);

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var name in _namespaces) Ip("netns", "delete", name);
        Ip("link", "delete", _bridge);
    }

    private string Outer(int number) => $"{_bridge}v{number}";

    private static void Ip(params string[] arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var error = ip.StandardError.ReadToEnd();
        ip.WaitForExit();
        if (ip.ExitCode != 0) throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {error}");
    }
}
