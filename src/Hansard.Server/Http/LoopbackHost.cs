using System.Net;

namespace Hansard.Server.Http;

/// <summary>Host names that always mean this machine.</summary>
internal static class LoopbackHost
{
    /// <summary>Determines whether a Host header's name is one of them.</summary>
    public static bool IsLoopback(string host)
        => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
